import json
import os
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI

app = FastAPI()
bus = httpx.AsyncClient(base_url=os.environ["BUS"], limits=httpx.Limits(max_connections=None))


async def subscription():
    async with bus.stream("GET", "/messages", timeout=None) as response:
        yield response


@app.get("/messages")
async def listen(response: Annotated[httpx.Response, Depends(subscription)]):
    async for line in response.aiter_lines():
        yield json.loads(line)


@app.post("/messages")
async def publish(text: str) -> str:
    response = await bus.post("/messages", params={"text": text})
    return response.json()
