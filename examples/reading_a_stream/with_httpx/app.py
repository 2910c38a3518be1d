from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from upstream import client

app = FastAPI()


@app.get("/lines", response_class=StreamingResponse)
async def lines() -> AsyncIterable[str]:
    async with client.stream("GET", "/people") as response:
        async for line in response.aiter_lines():
            yield f"{line}\n"
