import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/prices", response_class=StreamingResponse)
async def prices(request: Request) -> AsyncIterable[str]:
    for price in (101, 102, 103, 104):
        if await request.is_disconnected():
            print("feed closed")
            break
        yield f"price {price}\n"
        await asyncio.sleep(1)
