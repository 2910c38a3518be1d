from collections.abc import AsyncIterable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
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


@app.get("/files/{name}", response_class=____)
async def download(name: str) -> AsyncIterable[bytes]:
    with (FILES / name).open("rb") as file:
        while block := file.read(____):
            ____ block
