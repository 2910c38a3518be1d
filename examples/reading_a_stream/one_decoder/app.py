from codecs import getincrementaldecoder
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
READS = [b"Gr\xc3", b"\xbc\xc3\x9fe aus K", b"\xc3\xb6ln\n"]


async def reads():
    for data in READS:
        yield data


@app.get("/text", response_class=StreamingResponse)
async def text() -> AsyncIterable[str]:
    decoder = getincrementaldecoder("utf-8")()
    async for data in reads():
        yield decoder.decode(data)
    yield decoder.decode(b"", final=True)
