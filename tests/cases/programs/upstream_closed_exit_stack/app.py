from contextlib import AsyncExitStack

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask

app = FastAPI()


class Upstream:
    def __init__(self, path):
        self.path = path
        self.closed = False

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        self.closed = True

    def aiter_raw(self):
        return self._chunks("closed" if self.closed else "open")

    async def _chunks(self, state):
        for number in range(2):
            yield f"{self.path} {number} {state}\n".encode()


@app.get("/proxy/{path}")
async def proxy(path: str):
    async with AsyncExitStack() as stack:
        upstream = await stack.enter_async_context(Upstream(path))
        kept = stack.pop_all()
    return StreamingResponse(upstream.aiter_raw(), media_type="text/plain", background=BackgroundTask(kept.aclose))
