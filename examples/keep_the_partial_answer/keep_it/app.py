from typing import Annotated

import anyio
from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def draft():
    words = []
    try:
        yield words
    finally:
        await anyio.sleep(0.1)
        print("saved:", words)


@app.get("/answer", response_class=StreamingResponse)
async def answer(words: Annotated[list, Depends(draft)]):
    for word in ("One ", "word ", "at ", "a ", "time."):
        words.append(word)
        yield word
        await anyio.sleep(1)
