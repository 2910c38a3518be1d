import os
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
FILE = Path(os.environ.get("EXPORT", __file__))


def blocks():
    with FILE.open("rb") as file:
        while block := file.read(64 * 1024):
            yield block


@app.get("/lines")
async def by_line():
    return StreamingResponse(FILE.open("rb"))


@app.get("/blocks")
async def by_block():
    return StreamingResponse(blocks())
