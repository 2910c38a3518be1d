from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/squares", response_class=StreamingResponse)
async def squares() -> AsyncIterable[int]:
    for number in range(3):
        yield number * number
