from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
READS = [b"one\ntw", b"o\nthr", b"ee\n"]


async def reads():
    for data in READS:
        yield data


@app.get("/text", response_class=StreamingResponse)
async def text() -> AsyncIterable[str]:
    rest = b""
    async for data in reads():
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            yield f"<{line.decode()}>\n"
