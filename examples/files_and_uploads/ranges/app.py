import os
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import FastAPI
from fastapi.responses import FileResponse

app = FastAPI()
FOLDER = TemporaryDirectory()
PATH = Path(FOLDER.name) / "letters.txt"
PATH.write_bytes(b"abcdefghijklmnopqrstuvwxyz")
os.utime(PATH, (0, 0))


@app.get("/letters")
async def letters():
    return FileResponse(PATH)
