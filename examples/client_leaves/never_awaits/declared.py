from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/rows", response_class=StreamingResponse)
async def rows() -> AsyncIterable[str]:
    try:
        for number in range(8):
            yield f"row {number}\n"
    finally:
        print("cursor closed")
