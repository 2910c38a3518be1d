import asyncio
from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import StreamingResponse

app = FastAPI()


async def tokens(question: str):
    await asyncio.sleep(1)
    if question == "why":
        raise ConnectionError("model is down")
    for token in ["It ", "depends."]:
        yield token


async def started(question: str):
    try:
        return tokens(question)
    except ConnectionError as error:
        raise HTTPException(502, "no answer from the model") from error


@app.get("/answers/{question}", response_class=StreamingResponse)
async def answer(stream: Annotated[AsyncIterable, Depends(started)]) -> AsyncIterable[str]:
    async for token in stream:
        yield token
