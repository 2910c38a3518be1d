from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def letters():
    for letter in "abcdefgh":
        yield letter * 65536


@app.get("/letters")
async def download():
    return StreamingResponse(letters(), media_type="text/plain")


@app.get("/ping")
async def ping():
    return "pong"
