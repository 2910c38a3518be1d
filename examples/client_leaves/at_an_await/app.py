import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def prices():
    try:
        while True:
            yield "price 101\n"
            await asyncio.sleep(0.1)
    finally:
        print("feed closed")


@app.get("/prices")
async def stream():
    return StreamingResponse(prices(), media_type="text/plain")
