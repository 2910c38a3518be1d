import time
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
answered = 0


@app.get("/count", response_class=StreamingResponse)
async def count() -> AsyncIterable[str]:
    for _ in range(3):
        yield f"{answered} answered\n"
        time.sleep(1)


@app.get("/ping")
async def ping():
    global answered
    answered += 1
    return "pong"
