import asyncio
from contextlib import aclosing

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def model():
    for token in ("It ", "is ", "sunny.", " Take ", "a ", "hat."):
        yield token
        await asyncio.sleep(1)


@app.get("/headline", response_class=StreamingResponse)
async def headline():
    async with ____(model()) as tokens:
        async for token in tokens:
            yield token
            if "." in token:
                ____
    await asyncio.sleep(1)
    print("headline saved")
