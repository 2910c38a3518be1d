import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def blocks():
    print("file opened")
    try:
        for letter in "abcdef":
            yield letter * 32_768
            await asyncio.sleep(0)
    finally:
        print("file closed")


@app.get("/download")
async def download():
    return StreamingResponse(blocks())
