from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
READS = [b"data: on", b"e\n\nda", b"ta: two\n\ndata: three\n", b"\n"]


async def reads():
    for data in READS:
        yield data


@app.get("/text", response_class=StreamingResponse)
async def text() -> AsyncIterable[str]:
    rest = b""
    async for data in reads():
        *events, rest = (rest + data).split(b"\n\n")
        for event in events:
            yield event.decode().removeprefix("data: ") + "\n"
