import asyncio
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
lock = asyncio.Lock()


async def alone():
    async with lock:
        yield


async def counted():
    for number in range(2):
        async with lock:
            yield f"{number}\n"


@app.get("/count")
async def count(held: Annotated[None, Depends(alone)]):
    return StreamingResponse(counted(), media_type="text/plain")
