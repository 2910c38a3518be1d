import os
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
client = httpx.AsyncClient(base_url=os.environ["BLOCKS"])


async def upstream():
    async with client.stream("GET", "/blocks") as answer:
        yield answer


@app.get("/blocks", response_class=StreamingResponse)
async def blocks(answer: Annotated[httpx.Response, Depends(upstream)]):
    async for block in answer.aiter_bytes(32_768):
        yield block
