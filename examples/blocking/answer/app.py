import time
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


def next_word(number):
    time.sleep(1)
    return f"word {number}\n"


@app.get("/answer", response_class=StreamingResponse)
async def answer() -> AsyncIterable[str]:
    for number in range(3):
        word = next_word(number)
        yield word


@app.get("/ping")
async def ping():
    return "pong"
