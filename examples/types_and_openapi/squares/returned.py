from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def numbers() -> AsyncIterable[int]:
    for number in range(3):
        yield number * number


@app.get("/squares")
async def squares() -> StreamingResponse:
    return StreamingResponse(numbers(), media_type="text/plain")
