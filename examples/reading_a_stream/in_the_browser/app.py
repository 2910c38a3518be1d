from collections.abc import AsyncIterable

import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/words", response_class=StreamingResponse)
async def words(pause: float) -> AsyncIterable[str]:
    for word in ("one", "two", "three"):
        yield word
        await anyio.sleep(pause)


@app.get("/large", response_class=StreamingResponse)
async def large() -> AsyncIterable[str]:
    yield "€" * 1_000_000
