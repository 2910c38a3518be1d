import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


class Text(StreamingResponse):
    media_type = "text/plain"


async def words():
    for number in range(1, 3):
        yield f"word {number}\n"
        await asyncio.sleep(0.3)
    raise ConnectionError("the model is gone")


@app.get("/answer", response_class=Text)
async def answer():
    async for word in words():
        yield word
    yield "[complete]\n"
