import time
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def wait_for_page(number):
    time.sleep(2)
    return f"page {number}\n"


@app.get("/answer", response_class=StreamingResponse)
async def answer() -> AsyncIterable[str]:
    for number in range(3):
        yield await wait_for_page(number)


@app.get("/ping")
async def ping():
    return "pong"
