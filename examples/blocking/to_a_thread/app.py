import time
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

app = FastAPI()


def fetch(number):
    time.sleep(1)
    return f"row {number}\n"


@app.get("/rows", response_class=StreamingResponse)
async def rows() -> AsyncIterable[str]:
    for number in range(2):
        yield await run_in_threadpool(fetch, number)
