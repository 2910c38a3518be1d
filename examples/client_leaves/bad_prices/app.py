import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def prices():
    for text in ("101", "102", "none", "104"):
        try:
            yield f"price {int(text)}\n"
            await asyncio.sleep(1)
        except ValueError:
            print("no price:", text)


@app.get("/prices")
async def stream():
    return StreamingResponse(prices(), media_type="text/plain")
