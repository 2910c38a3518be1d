from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
ROWS = range(40)


@app.get("/search", response_class=StreamingResponse)
async def search() -> AsyncIterable[str]:
    for row in ROWS:
        if row % 20 == 0:
            yield f"row {row} matches\n"


@app.get("/ping")
async def ping():
    return "pong"
