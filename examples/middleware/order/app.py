from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import StreamingResponse


class Size:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def count(message):
            sizes.append(len(message.get("body", b"")))
            await send(message)

        await self.app(scope, receive, count)


sizes = []
app = FastAPI()
app.add_middleware(Size)
app.add_middleware(GZipMiddleware)


@app.get("/fruit", response_class=StreamingResponse)
async def fruit() -> AsyncIterable[str]:
    yield "apple"


@app.get("/size")
async def read_size() -> int:
    return sum(sizes)
