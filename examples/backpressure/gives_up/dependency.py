import asyncio
from collections.abc import AsyncIterable

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def open_file():
    print("file opened")
    try:
        yield
    finally:
        print("file closed")


@app.get("/download", response_class=StreamingResponse, dependencies=[Depends(open_file)])
async def download() -> AsyncIterable[str]:
    for letter in "abcdef":
        yield letter * 32_768
        await asyncio.sleep(0)
