from threading import current_thread

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


def generate():
    for i in range(3):
        name = current_thread().name
        yield f"{i}: {name}\n"


@app.get("/stream")
async def stream():
    return StreamingResponse(generate(), media_type="text/plain")
