from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
stopped = False


@app.get("/answer", response_class=StreamingResponse)
async def answer() -> AsyncIterable[str]:
    for number in range(20):
        if stopped:
            yield "stopped\n"
            break
        yield f"word {number}\n"


@app.post("/stop")
async def stop():
    global stopped
    stopped = True
