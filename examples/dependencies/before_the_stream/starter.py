from asyncio import sleep
from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def load_name():
    session = {"open": True}
    try:
        yield "Ada"
    finally:
        session["open"] = False


@app.get("/chat", response_class=StreamingResponse)
async def chat(name: Annotated[str, Depends(load_name, scope="____")]) -> AsyncIterable[str]:
    for word in ("Hello", name, "!"):
        yield f"{word} "
        await sleep(0.5)
