import io
import zipfile

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
REPORTS = {"may.csv": "tea,4\n", "june.csv": "cup,2\n"}


@app.get("/reports.zip", response_class=StreamingResponse)
async def reports():
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name, text in REPORTS.items():
            archive.writestr(name, text)
    yield memory.getvalue()
