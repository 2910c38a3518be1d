import asyncio
from contextlib import aclosing
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
    async with aclosing(tokens(question)) as stream:
        try:
            first = await anext(stream, "")
        except ConnectionError as error:
            raise HTTPException(502, "no answer from the model") from error
        yield first, stream


@app.get("/answers/{question}", response_class=StreamingResponse)
async def answer(begun: Annotated[tuple, Depends(started)]):
    _, stream = begun
    async for token in stream:
        yield token
