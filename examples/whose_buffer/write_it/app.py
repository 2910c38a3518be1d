import asyncio
from collections.abc import AsyncIterable

from fastapi import Depends, FastAPI, Response
from fastapi.responses import StreamingResponse

app = FastAPI()


async def orders():
    for number in range(1, 4):
        await asyncio.sleep(1)
        yield f"order {number}\n"


async def unbuffered(response: Response):
    response.headers["X-Accel-Buffering"] = "no"


@app.get("/orders", response_class=StreamingResponse, dependencies=[Depends(unbuffered)])
async def feed() -> AsyncIterable[str]:
    async for order in orders():
        yield order
