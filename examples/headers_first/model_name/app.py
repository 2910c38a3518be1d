from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Depends, FastAPI, Response
from fastapi.responses import StreamingResponse

app = FastAPI()


async def model():
    for item in ["small-3", "It ", "depends."]:
        yield item


async def started(response: Response):
    stream = model()
    response.headers["X-Model"] = await anext(stream)
    return stream


@app.get("/answer", response_class=StreamingResponse)
async def answer(stream: Annotated[AsyncIterable, Depends(started)]) -> AsyncIterable[str]:
    async for token in stream:
        yield token
