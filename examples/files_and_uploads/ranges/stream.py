from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
FOLDER = TemporaryDirectory()
PATH = Path(FOLDER.name) / "letters.txt"
PATH.write_bytes(b"abcdefghijklmnopqrstuvwxyz")


@app.get("/letters", response_class=StreamingResponse)
def letters():
    with PATH.open("rb") as file:
        while block := file.read(64 * 1024):
            yield block
