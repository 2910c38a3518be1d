import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def model():
    try:
        for token in ("It ", "is ", "sunny ", "and ", "warm."):
            yield token
            await asyncio.sleep(1)
    finally:
        print("model stopped")


@app.get("/chat", response_class=StreamingResponse)
async def chat():
    async for token in model():
        yield token.upper()
