from collections.abc import AsyncIterable

import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
saved = []


async def save(text):
    await anyio.sleep(0.1)
    saved.append(text)


@app.get("/answer", response_class=StreamingResponse)
async def answer() -> AsyncIterable[str]:
    text = ""
    try:
        for word in ("One ", "word ", "at ", "a ", "time."):
            text += word
            yield word
            await anyio.sleep(1)
    finally:
        await save(text)


@app.get("/saved")
async def read_saved() -> list[str]:
    return saved
