from collections.abc import AsyncIterable

import anyio
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()
log = []


@app.middleware("http")
async def timer(request: Request, call_next):
    began = anyio.current_time()
    response = await call_next(request)
    took = round(anyio.current_time() - began)
    log.append(f"{request.url.path} took {took} s")
    return response


@app.get("/words", response_class=StreamingResponse)
async def words() -> AsyncIterable[str]:
    for word in ["apple", "mango", "cherry"]:
        await anyio.sleep(1)
        yield f"{word}\n"


@app.get("/log")
async def read_log() -> list[str]:
    return log
