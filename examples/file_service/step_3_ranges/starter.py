import os
import re
from collections.abc import AsyncIterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, BinaryIO

from fastapi import Depends, FastAPI, Header, HTTPException, Response
from fastapi.responses import StreamingResponse

BLOCK = 8  # bytes. Take 64 * 1024 for real files.
FILES = Path("files")


@asynccontextmanager
async def lifespan(app: FastAPI):
    """Stand in for a folder that others fill."""
    FILES.mkdir(exist_ok=True)
    (FILES / "letters.txt").write_text("abcdefghijklmnopqrstuvwxyz")
    (FILES / "orders.csv").write_text("tea,4\ncup,2\n")
    yield


app = FastAPI(lifespan=lifespan)


class Download(StreamingResponse):
    media_type = "application/octet-stream"


def found(name: str) -> Path:
    """Return the path of a file in our folder, and of no other one."""
    if FILES / name not in FILES.iterdir():
        raise HTTPException(404)
    return FILES / name


@dataclass
class Part:
    file: BinaryIO
    left: int


def ends_of(wanted: str, size: int) -> tuple[int, int] | None:
    """Return where a part begins and where it ends, or None if the header asks for no part that we know."""
    asked = re.fullmatch(r"bytes=(\d*)-(\d*)", wanted)
    match asked and asked.groups():
        case None | ("", ""):
            return None
        case ("", last):
            return max(size - int(last), 0), size
        case (first, ""):
            return int(first), size
        case (first, last):
            return int(first), min(int(last) + 1, size)


async def opened(name: str, response: Response):
    with found(name).open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        response.headers["Content-Length"] = str(size)
        yield file


@app.get("/files/{name}", response_class=Download)
async def download(file: Annotated[BinaryIO, Depends(opened)]) -> AsyncIterable[bytes]:
    while block := file.read(BLOCK):
        yield block
