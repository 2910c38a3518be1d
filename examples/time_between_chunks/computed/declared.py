import time
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def compute(number):
    time.sleep(0.2)
    return f"row {number}\n"


@app.get("/rows", response_class=StreamingResponse)
async def read_rows() -> AsyncIterable[str]:
    for number in range(4):
        yield await compute(number)
