import time
from itertools import count
from threading import local

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
numbers, thread = count(1), local()


def report(lines):
    for _ in range(lines):
        thread.number = getattr(thread, "number", None) or next(numbers)
        time.sleep(1)
        yield f"from thread {thread.number}\n"


@app.get("/report/{lines}")
async def stream(lines: int):
    current_default_thread_limiter().total_tokens = 2
    return StreamingResponse(report(lines), media_type="text/plain")
