from tempfile import TemporaryFile
from typing import IO, Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
ORDERS = ["tea 4", "cup 2", "pot 9"]


def scratch():
    with TemporaryFile(dir=".") as file:
        yield file


async def blocks(file):
    while block := file.read(64 * 1024):
        yield block


@app.get("/report")
def report(file: Annotated[IO[bytes], Depends(scratch)]):
    for order in ORDERS:
        name, count = order.split()
        file.write(f"{name},{int(count)}\n".encode())
    length = {"Content-Length": str(file.tell())}
    file.seek(0)
    return StreamingResponse(blocks(file), headers=length, media_type="text/csv")
