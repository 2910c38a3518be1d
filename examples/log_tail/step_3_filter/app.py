import asyncio
import os
from collections.abc import AsyncIterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

from fastapi import FastAPI
from pydantic import BaseModel

LOG = Path("shop.log")
ORDERS = "".join(f"INFO order {number} paid\n" for number in range(1, 21))
Level = Literal["INFO", "WARNING", "ERROR"]


@asynccontextmanager
async def lifespan(app: FastAPI):
    """Stand in for a shop that writes a log."""
    LOG.write_text(f"ERROR card declined\n{ORDERS}ERROR disk is full\n")
    yield


app = FastAPI(lifespan=lifespan)


class Entry(BaseModel):
    level: str
    text: str


def entry_of(line: bytes) -> Entry:
    level, _, text = line.decode("utf-8", "replace").rstrip("\r\n").partition(" ")
    return Entry(level=level, text=text)


@app.get("/log")
async def tail(level: Level | None = None, contains: str = "") -> AsyncIterable[Entry]:
    with LOG.open("rb") as file:
        lines = 0
        while True:
            line = file.readline()
            if line.endswith(b"\n"):
                entry = entry_of(line)
                if level in (None, entry.level) and contains in entry.text:
                    yield entry
                lines += 1
                if lines % 5 == 0:
                    await asyncio.sleep(0)
            else:
                file.seek(-len(line), os.SEEK_CUR)
                await asyncio.sleep(0.5)


@app.post("/log", status_code=204)
async def write(text: str) -> None:
    """Stand in for the program whose log this is."""
    with LOG.open("a") as file:
        file.write(text)
