import io

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/letters", response_class=StreamingResponse)
async def letters():
    with io.BytesIO(b"abcdefghij") as file:
        while block := file.read(4):
            yield block
