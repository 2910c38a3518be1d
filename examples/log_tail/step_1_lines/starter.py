from collections.abc import AsyncIterable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from pydantic import BaseModel

LOG = Path("shop.log")


@asynccontextmanager
async def lifespan(app: FastAPI):
    """Stand in for a shop that writes a log."""
    LOG.write_text("INFO shop opened\nERROR card declined\nINFO order 1 paid\n")
    yield


app = FastAPI(lifespan=lifespan)


class Entry(BaseModel):
    level: str
    text: str


def entry_of(line: bytes) -> Entry:
    level, _, text = line.decode("utf-8", "replace").rstrip("\r\n").partition(" ")
    return Entry(level=level, text=text)


@app.get("/log")
async def tail() -> AsyncIterable[____]:
    with LOG.open("____") as file:
        for line in file:
            ____ entry_of(line)
