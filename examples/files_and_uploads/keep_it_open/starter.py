import io

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def blocks(file):
    while block := file.read(4):
        yield block


@app.get("/letters")
async def letters():
    with io.BytesIO(b"abcdefghij") as file:
        return StreamingResponse(blocks(file))
