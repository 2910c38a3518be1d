from codecs import getincrementaldecoder
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
READS = [b"caf\xc3", b"\xa9 cr\xc3", b"\xa8me\n"]


async def reads():
    for data in READS:
        yield data


@app.get("/text", response_class=StreamingResponse)
async def text() -> AsyncIterable[str]:
    decoder = getincrementaldecoder("utf-8")()
    async for data in reads():
        yield ____.decode(data)
