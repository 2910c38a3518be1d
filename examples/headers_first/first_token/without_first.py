from contextlib import aclosing
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import StreamingResponse
from model import Overloaded, tokens

app = FastAPI()


async def started(question: str):
    async with aclosing(tokens(question)) as stream:
        try:
            first = await anext(stream, "")
        except Overloaded as error:
            raise HTTPException(429, headers={"Retry-After": "5"}) from error
        yield first, stream


@app.get("/answers/{question}", response_class=StreamingResponse)
async def answer(begun: Annotated[tuple, Depends(started)]):
    _, stream = begun
    async for token in stream:
        yield token
