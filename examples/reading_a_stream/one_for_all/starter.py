from codecs import getincrementaldecoder
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
READS = [b"Zo\xc3", b"\xab\n", b"Ren\xc3", b"\xa9e\n"]


async def reads():
    for data in READS:
        yield data


@app.get("/text", response_class=StreamingResponse)
async def text() -> AsyncIterable[str]:
    async for data in reads():
        decoder = getincrementaldecoder("utf-8")("replace")
        yield decoder.decode(data)
