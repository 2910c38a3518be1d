import asyncio

from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse

app = FastAPI()


async def tokens(question: str):
    await asyncio.sleep(1)
    if question == "why":
        raise ConnectionError("model is down")
    for token in ["It ", "depends."]:
        yield token


async def with_first(first: str, stream):
    yield first
    async for token in stream:
        yield token


@app.get("/answers/{question}")
async def answer(question: str):
    stream = tokens(question)
    try:
        first = await anext(stream, "")
    except ConnectionError as error:
        raise HTTPException(502, "no answer from the model") from error
    return StreamingResponse(with_first(first, stream), media_type="text/plain")
