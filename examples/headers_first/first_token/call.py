from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import StreamingResponse
from model import Overloaded, tokens

app = FastAPI()


async def started(question: str):
    try:
        return tokens(question)
    except Overloaded as error:
        raise HTTPException(429, headers={"Retry-After": "5"}) from error


@app.get("/answers/{question}", response_class=StreamingResponse)
async def answer(stream: Annotated[AsyncIterable, Depends(started)]) -> AsyncIterable[str]:
    async for token in stream:
        yield token
