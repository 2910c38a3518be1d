import io
import zipfile

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
REPORTS = {"may.csv": "tea,4\n", "june.csv": "cup,2\n"}


class Sink(io.RawIOBase):
    written = b""

    def write(self, data):
        self.written += data
        return len(data)

    def take(self):
        taken, self.written = self.written, b""
        return taken


@app.get("/reports.zip", response_class=StreamingResponse)
async def reports():
    sink = Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, text in REPORTS.items():
            archive.writestr(name, text)
            yield sink.take()
    yield sink.take()
