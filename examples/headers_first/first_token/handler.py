import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, StreamingResponse

app = FastAPI()


async def tokens(question: str):
    await asyncio.sleep(1)
    if question == "why":
        raise ConnectionError("model is down")
    for token in ["It ", "depends."]:
        yield token


@app.exception_handler(ConnectionError)
async def no_answer(request: Request, error: ConnectionError):
    return JSONResponse({"detail": "no answer from the model"}, 502)


@app.get("/answers/{question}", response_class=StreamingResponse)
async def answer(question: str) -> AsyncIterable[str]:
    async for token in tokens(question):
        yield token
