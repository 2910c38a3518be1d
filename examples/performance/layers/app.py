import time
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import StreamingResponse
from starlette.middleware.base import BaseHTTPMiddleware


class Pure:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def passed_on(message):
            await send(message)

        await self.app(scope, receive, passed_on)


class Function(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        return await call_next(request)


async def rows(count: int) -> AsyncIterable[str]:
    for number in range(count):
        yield f'{{"number":{number},"name":"apple"}}\n'


def behind(*layers):
    inner = FastAPI()
    inner.get("/", response_class=StreamingResponse)(rows)
    for layer in layers:
        inner.add_middleware(layer)
    return inner


app = FastAPI()
app.mount("/none", behind())
app.mount("/pure", behind(Pure))
app.mount("/function", behind(Function))
app.mount("/functions", behind(Function, Function, Function))
app.mount("/gzip", behind(GZipMiddleware))


@app.get("/used")
async def processor_time() -> float:
    return time.process_time()
