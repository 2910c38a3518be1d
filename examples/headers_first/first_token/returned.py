from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse

from model import Overloaded, tokens

app = FastAPI()


async def rest(first, stream):
    yield first
    async for token in stream:
        yield token


@app.get("/answers/{question}")
async def answer(question: str):
    stream = tokens(question)
    try:
        first = await anext(stream, "")
    except Overloaded:
        raise HTTPException(429, headers={"Retry-After": "5"})
    return StreamingResponse(rest(first, stream), media_type="text/plain")
