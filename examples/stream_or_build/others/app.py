from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/report", response_class=StreamingResponse)
async def report() -> AsyncIterable[str]:
    for batch in range(8):
        yield f"batch {batch}\n"


@app.get("/ping")
async def ping():
    return "pong"
