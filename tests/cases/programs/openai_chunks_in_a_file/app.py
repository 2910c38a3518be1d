import tempfile
import uuid
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

app = FastAPI()


def remove(file):
    file.unlink()


@app.get("/report")
def report():
    file = Path(tempfile.gettempdir()) / f"report-{uuid.uuid4().hex}.txt"
    file.write_text("one\ntwo\n")
    return FileResponse(file, filename="report.txt", background=BackgroundTask(remove, file))
