import io

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def blocks():
    with io.BytesIO(b"abcdefghij") as file:
        while block := file.read(4):
            yield block


@app.get("/letters")
async def letters():
    return StreamingResponse(blocks())
