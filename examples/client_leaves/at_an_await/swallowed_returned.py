import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def prices():
    try:
        for price in (101, 102, 103, 104):
            yield f"price {price}\n"
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                print("still here")
    finally:
        print("feed closed")


@app.get("/prices")
async def stream():
    return StreamingResponse(prices(), media_type="text/plain")
