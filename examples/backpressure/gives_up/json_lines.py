import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI

app = FastAPI()


@app.get("/download")
async def download() -> AsyncIterable[str]:
    print("file opened")
    try:
        for letter in "abcdef":
            yield letter * 32_768
            await asyncio.sleep(0)
    finally:
        print("file closed")
