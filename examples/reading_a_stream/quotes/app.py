from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from upstream import client

app = FastAPI()


@app.get("/quotes", response_class=StreamingResponse)
async def quotes() -> AsyncIterable[str]:
    async with client.stream("GET", "/quotes") as response:
        rest = ""
        async for text in response.aiter_text():
            *lines, rest = (rest + text).split("\n")
            for line in lines:
                yield f"{line}\n"
