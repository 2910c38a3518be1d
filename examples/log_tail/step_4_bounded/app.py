import asyncio
import os
from collections.abc import AsyncIterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

from fastapi import Depends, FastAPI
from fastapi.responses import FileResponse
from pydantic import BaseModel

LOG = Path("shop.log")
ORDERS = "".join(f"INFO order {number} paid\n" for number in range(1, 21))
Level = Literal["INFO", "WARNING", "ERROR"]
LIMIT = 100  # bytes. Take 64 * 1024 for a real log.
readers: list[BinaryIO] = []


@asynccontextmanager
async def lifespan(app: FastAPI):
    """Stand in for a shop that writes a log."""
    LOG.write_text(f"ERROR card declined\n{ORDERS}ERROR disk is full\n")
    yield


app = FastAPI(lifespan=lifespan)


class Entry(BaseModel):
    level: str
    text: str


class Skipped(BaseModel):
    skipped: int


def entry_of(line: bytes) -> Entry:
    level, _, text = line.decode("utf-8", "replace").rstrip("\r\n").partition(" ")
    return Entry(level=level, text=text)


async def opened():
    with LOG.open("rb") as file:
        readers.append(file)
        try:
            yield file
        finally:
            readers.remove(file)


@app.get("/log")
async def tail(
    file: Annotated[BinaryIO, Depends(opened)], level: Level | None = None, contains: str = ""
) -> AsyncIterable[Entry | Skipped]:
    lines = 0
    while True:
        begin = file.tell()
        if LOG.stat().st_size - begin > LIMIT:
            file.seek(-LIMIT, os.SEEK_END)
            file.readline()
            yield Skipped(skipped=file.tell() - begin)
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


@app.get("/readers")
async def count() -> int:
    return len(readers)


@app.get("/")
async def page():
    return FileResponse(Path(__file__).with_name("page.html"))
