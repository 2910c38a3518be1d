from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def model():
    for item in ["small-3", "It ", "depends."]:
        yield item


@app.get("/answer", response_class=StreamingResponse)
async def answer() -> AsyncIterable[str]:
    async for token in model():
        yield token
