import io
import zipfile

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


class Sink(io.RawIOBase):
    written = b""
    def write(self, data):
        self.written += data
        return len(data)


@app.get("/reports.zip", response_class=StreamingResponse)
async def reports():
    sink = Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for name in ["may.csv", "june.csv"]:
            archive.writestr(name, "tea,4\n")
            yield sink.written
            sink.written = b""
