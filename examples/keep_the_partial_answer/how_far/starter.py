from typing import Annotated

import anyio
from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
saved = []


@app.get("/answer", response_class=StreamingResponse)
async def stream():
    for word in ("One ", "word ", "at ", "a ", "time."):
        yield word
        await anyio.sleep(1)


@app.get("/saved")
async def read_saved():
    return saved
