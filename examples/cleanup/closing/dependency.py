from collections.abc import AsyncIterable

import anyio
from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def cursor():
    try:
        yield
    finally:
        await anyio.sleep(1)
        print("cursor closed")


@app.get("/rows", response_class=StreamingResponse, dependencies=[Depends(cursor)])
async def rows() -> AsyncIterable[str]:
    for i in range(100):
        yield f"row {i}\n"
        await anyio.sleep(0.5)
