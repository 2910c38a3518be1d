from collections.abc import AsyncIterable
from typing import Annotated

import anyio
from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
saved = []


async def save(text):
    await anyio.sleep(0.1)
    saved.append(text)


async def draft():
    words = []
    try:
        yield words
    finally:
        await save("".join(words))


@app.get("/answer", response_class=StreamingResponse)
async def answer(words: Annotated[list, Depends(draft)]) -> AsyncIterable[str]:
    for word in ("One ", "word ", "at ", "a ", "time."):
        words.append(word)
        yield word
        await anyio.sleep(1)


@app.get("/saved")
async def read_saved() -> list[str]:
    return saved
