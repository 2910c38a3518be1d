import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/prices", response_class=StreamingResponse)
async def prices() -> AsyncIterable[str]:
    try:
        for price in (101, 102, 103, 104):
            yield f"price {price}\n"
            await asyncio.sleep(1)
    finally:
        print("feed closed")
