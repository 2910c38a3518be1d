import io
import os
import re
from collections.abc import AsyncIterable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, BinaryIO
from zipfile import ZipFile, ZipInfo

from fastapi import Depends, FastAPI, Header, HTTPException, Query, Response
from fastapi.responses import FileResponse, StreamingResponse

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


class Zip(StreamingResponse):
    media_type = "application/zip"


class Sink(io.RawIOBase):
    """What a ZIP is written into, and taken from piece by piece."""

    written = b""

    def write(self, data):
        self.written += data
        return len(data)

    def take(self):
        taken, self.written = self.written, b""
        return taken


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


async def opened(name: str, response: Response, wanted: Annotated[str, Header(alias="Range")] = ""):
    with found(name).open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        begin, end = 0, size
        response.headers["Accept-Ranges"] = "bytes"
        if ends := ends_of(wanted, size):
            begin, end = ends
            if begin >= end:
                raise HTTPException(416, "no such part", {"Content-Range": f"bytes */{size}"})
            response.status_code = 206
            response.headers["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
        response.headers["Content-Length"] = str(end - begin)
        file.seek(begin)
        yield Part(file, end - begin)


@app.get("/files/{name}", response_class=Download)
async def download(part: Annotated[Part, Depends(opened)]) -> AsyncIterable[bytes]:
    while block := part.file.read(min(BLOCK, part.left)):
        part.left -= len(block)
        yield block


@app.get("/files")
async def names() -> list[str]:
    return sorted(path.name for path in FILES.iterdir())


async def held():
    with ExitStack() as files:
        yield files


async def chosen(name: Annotated[list[str], Query()], response: Response) -> list[Path]:
    response.headers["Content-Disposition"] = 'attachment; filename="archive.zip"'
    return [found(one) for one in name]


@app.get("/archive.zip", response_class=Zip)
async def archive(
    paths: Annotated[list[Path], Depends(chosen)], files: Annotated[ExitStack, Depends(held)]
) -> AsyncIterable[bytes]:
    sink = Sink()
    with ZipFile(sink, "w") as zipped:
        for path in paths:
            with (
                files.enter_context(path.open("rb")) as file,
                zipped.open(ZipInfo(path.name), "w", force_zip64=True) as entry,
            ):
                while block := file.read(BLOCK):
                    entry.write(block)
                    yield sink.take()
    yield sink.take()


@app.get("/")
async def page():
    return FileResponse(Path(__file__).with_name("page.html"))
