from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
FOLDER = TemporaryDirectory()
PATH = Path(FOLDER.name) / "orders.csv"
PATH.write_bytes(b"id,item\n1,tea\n2,cup\n3,pot\n")


@app.get("/orders", response_class=StreamingResponse)
def orders():
    with PATH.open("rb") as file:
        while block := file.read(64 * 1024):
            yield block
