from collections.abc import AsyncIterable
from typing import Annotated

import anyio
from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
saved = []


async def save(text):
    await anyio.sleep(0.1)
    saved.append(f"{len(text)} characters")


async def draft():
    blocks = []
    try:
        yield blocks
    finally:
        await save("".join(blocks))


@app.get("/report", response_class=StreamingResponse)
async def report(blocks: Annotated[list, Depends(draft)]) -> AsyncIterable[str]:
    for letter in "abcdef":
        yield letter * 32_768
        blocks.append(letter * 32_768)
        await anyio.sleep(0.1)


@app.get("/saved")
async def read_saved() -> list[str]:
    return saved
