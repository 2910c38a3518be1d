from contextlib import asynccontextmanager

import anyio
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse


class Broadcast:
    def __init__(self):
        self.listeners = {}

    @asynccontextmanager
    async def subscribe(self, name):
        send, receive = anyio.create_memory_object_stream(8)
        self.listeners[name] = send
        try:
            async with send, receive:
                yield receive
        finally:
            del self.listeners[name]

    async def run(self, source):
        async for item in source:
            for listener in self.listeners.values():
                await listener.send(item)


async def prices():
    for price in (101, 99, 102, 98):
        await anyio.sleep(1)
        yield price


@asynccontextmanager
async def lifespan(app):
    broadcast = Broadcast()
    async with anyio.create_task_group() as group:
        group.start_soon(broadcast.run, prices())
        yield {"broadcast": broadcast}
        group.cancel_scope.cancel()


app = FastAPI(lifespan=lifespan)


async def told(broadcast, name):
    async with broadcast.subscribe(name) as received:
        async for price in received:
            yield f"{name} {price}\n"


@app.get("/prices/{name}")
async def stream(request: Request, name: str):
    return StreamingResponse(told(request.state.broadcast, name), media_type="text/plain")
