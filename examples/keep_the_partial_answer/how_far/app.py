from typing import Annotated

import anyio
from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
saved = []


async def draft():
    answer = {"text": "", "complete": False}
    try:
        yield answer
    finally:
        saved.append(answer)


@app.get("/answer", response_class=StreamingResponse)
async def stream(answer: Annotated[dict, Depends(draft)]):
    for word in ("One ", "word ", "at ", "a ", "time."):
        answer["text"] += word
        yield word
        await anyio.sleep(1)
    answer["complete"] = True


@app.get("/saved")
async def read_saved():
    return saved
