import json
import os
from collections.abc import AsyncIterable

import httpx
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
upstream = httpx.AsyncClient(base_url=os.environ["READINGS"])


@app.get("/page", response_class=StreamingResponse)
async def page() -> AsyncIterable[str]:
    try:
        async with upstream.stream("GET", "/readings") as response:
            async for line in response.aiter_lines():
                reading = json.loads(line)
                yield f"{reading['sensor']}: {reading['celsius']}\n"
    except httpx.RemoteProtocolError:
        yield "the readings broke off\n"
