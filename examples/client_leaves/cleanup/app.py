from collections.abc import AsyncIterable

import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/rows", response_class=StreamingResponse)
async def rows() -> AsyncIterable[str]:
    try:
        for i in range(100):
            yield f"row {i}\n"
            await anyio.sleep(0.1)
    finally:
        with anyio.CancelScope():
            await anyio.sleep(0.1)
            print("cursor closed")
