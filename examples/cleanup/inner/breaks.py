from collections.abc import AsyncIterable

import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def fetch():
    try:
        for i in range(100):
            yield f"row {i}\n"
    finally:
        print("cursor closed")


@app.get("/rows", response_class=StreamingResponse)
async def rows() -> AsyncIterable[str]:
    source = fetch()
    async for row in source:
        yield row
        if row == "row 1\n":
            break
    await anyio.sleep(1)
    yield "that is enough\n"
