from collections.abc import AsyncIterable

import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def close_cursor():
    await anyio.sleep(3600)
    print("cursor closed")


@app.get("/rows", response_class=StreamingResponse)
async def rows() -> AsyncIterable[str]:
    try:
        for i in range(5):
            yield f"row {i}\n"
            await anyio.sleep(1)
    finally:
        with anyio.____(2, shield=True):
            await close_cursor()
        print("cleaned up")
