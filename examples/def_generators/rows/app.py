import time
from collections.abc import AsyncIterable
from contextvars import ContextVar

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

app = FastAPI()
user = ContextVar("user", default="nobody")


def fetch(i):
    time.sleep(1)
    return f"row {i}"


@app.get("/rows/{name}")
async def rows(name: str) -> AsyncIterable[str]:
    user.set(name)
    for i in range(2):
        row = await run_in_threadpool(fetch, i)
        yield f"{row} for {user.get()}"
