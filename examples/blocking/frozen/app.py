import time

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def count():
    for i in range(3):
        time.sleep(0.1)
        yield f"{i}\n"


@app.get("/count")
async def stream():
    return StreamingResponse(count(), media_type="text/plain")


@app.get("/ping")
async def ping():
    return "pong"
