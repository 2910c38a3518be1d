import asyncio

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from . import model

router = APIRouter()


async def answer(question):
    words = []
    async for word in model.words(question):
        words.append(word)
    for word in words:
        yield word


@router.get("/chat")
async def chat(q: str):
    return StreamingResponse(answer(q), media_type="text/plain")


@router.get("/stream")
async def stream(q: str):
    from .slow import one_by_one

    return StreamingResponse(one_by_one(q), media_type="text/plain")


@router.get("/endless")
async def endless():
    async def ticks():
        while True:
            yield "tick\n"
            await asyncio.sleep(0.05)

    return StreamingResponse(ticks())


@router.get("/end")
async def end():
    import os

    os._exit(3)


@router.get("/greeting")
async def greeting():
    import os

    return StreamingResponse(iter([os.environ["GREETING"]]))


@router.post("/login")
async def login(body: dict):
    password = body["password"]
    await asyncio.sleep(0)
    return {"length": len(password)}


@router.get("/many")
async def many(count: int, pause: float = 0, size: int = 0, fail: bool = False):
    from .many import numbers

    return StreamingResponse(numbers(count, pause, size, fail))
