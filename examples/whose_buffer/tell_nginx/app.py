import asyncio
from collections.abc import AsyncIterable

from fastapi import Depends, FastAPI, Response
from fastapi.responses import StreamingResponse

app = FastAPI()


async def unbuffered(response: Response):
    response.headers["X-Accel-Buffering"] = "no"


@app.get("/pieces", response_class=StreamingResponse, dependencies=[Depends(unbuffered)])
async def pieces() -> AsyncIterable[str]:
    for number in range(1, 4):
        yield f"piece {number}\n"
        await asyncio.sleep(1)
