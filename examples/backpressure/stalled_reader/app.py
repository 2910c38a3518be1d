from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/download", response_class=StreamingResponse)
async def blocks() -> AsyncIterable[str]:
    for letter in "abcdef":
        yield letter * 32_768
