from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse
from model import Overloaded, tokens

app = FastAPI()


async def with_first(first: str, stream):
    yield first
    async for token in stream:
        yield token


@app.get("/answers/{question}")
async def answer(question: str):
    stream = tokens(question)
    try:
        first = await anext(stream, "")
    except Overloaded as error:
        raise HTTPException(429, headers={"Retry-After": "5"}) from error
    return StreamingResponse(with_first(first, stream), media_type="text/plain")
