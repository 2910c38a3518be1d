import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def letters():
    for letter in "abcdef":
        yield letter * 32_768
        await asyncio.sleep(1)


@app.get("/blocks")
async def blocks():
    return StreamingResponse(letters(), media_type="text/plain")
