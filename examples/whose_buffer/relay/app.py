import os
from collections.abc import AsyncIterable

import httpx
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
upstream = httpx.AsyncClient(base_url=os.environ["WORDS"])


@app.get("/words", response_class=StreamingResponse)
async def words() -> AsyncIterable[bytes]:
    async with upstream.stream("GET", "/words") as response:
        async for data in response.aiter_bytes():
            yield data
