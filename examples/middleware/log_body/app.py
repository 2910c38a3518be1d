from collections.abc import AsyncIterable

import anyio
from fastapi import FastAPI, Request
from fastapi.responses import Response, StreamingResponse

app = FastAPI()


@app.middleware("http")
async def log_body(request: Request, call_next):
    response = await call_next(request)
    body = b""
    async for piece in response.body_iterator:
        body += piece
    print(f"{len(body)} bytes")
    return Response(body, response.status_code, dict(response.headers))


@app.get("/words", response_class=StreamingResponse)
async def words() -> AsyncIterable[str]:
    for word in ["apple", "mango", "cherry"]:
        yield f"{word}\n"
        await anyio.sleep(1)
