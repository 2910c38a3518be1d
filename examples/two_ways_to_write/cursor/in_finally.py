from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/seats", response_class=StreamingResponse)
async def seats() -> AsyncIterable[str]:
    cursor = range(1, 9)
    try:
        for seat in cursor:
            yield f"seat {seat}\n"
    finally:
        print("cursor closed")
