import time
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.concurrency import iterate_in_threadpool
from fastapi.responses import StreamingResponse

app = FastAPI()


def ask_model():
    for token in ("It ", "streams ", "well."):
        time.sleep(1)
        yield token


@app.get("/answer", response_class=StreamingResponse)
async def answer() -> AsyncIterable[str]:
    async for text in iterate_in_threadpool(ask_model()):
        yield text


@app.get("/ping")
async def ping():
    return "pong"
