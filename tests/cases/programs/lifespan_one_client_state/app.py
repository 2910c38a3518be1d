from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse


class Model:
    def __init__(self, words):
        self.words = words

    def __iter__(self):
        return iter(self.words)


@asynccontextmanager
async def model(path):
    yield Model([path, "loaded"])


@asynccontextmanager
async def pool(size):
    connections = [f"connection {number}" for number in range(size)]
    try:
        yield connections
    finally:
        connections.clear()


@asynccontextmanager
async def lifespan(app):
    async with AsyncExitStack() as stack:
        yield {
            "model": await stack.enter_async_context(model("weights")),
            "pool": await stack.enter_async_context(pool(2)),
        }


app = FastAPI(lifespan=lifespan)


async def words(state):
    for word in state.model:
        yield f"{word} with {len(state.pool)}\n"


@app.get("/words")
async def stream(request: Request):
    return StreamingResponse(words(request.state), media_type="text/plain")
