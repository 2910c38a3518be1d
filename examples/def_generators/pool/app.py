import time

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


def report():
    for part in ("first", "second"):
        time.sleep(1)
        yield f"{part} part\n"


@app.get("/report")
async def stream():
    current_default_thread_limiter().total_tokens = 1
    return StreamingResponse(report(), media_type="text/plain")


@app.get("/ping")
def ping():
    return "pong"
