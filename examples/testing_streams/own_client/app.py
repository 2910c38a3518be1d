import asyncio
from itertools import count

from fastapi import FastAPI

app = FastAPI()


@app.get("/ticks")
async def ticks():
    try:
        for number in count():
            yield number
            await asyncio.sleep(1)
    finally:
        app.state.closed_at = number


@app.get("/test")
async def test_two_ticks_and_a_disconnect():
    inbox, outbox = asyncio.Queue(), asyncio.Queue()
    scope = {"type": "http", "method": "GET", "path": "/ticks", "query_string": b"", "headers": []}
    running = asyncio.create_task(app(scope, inbox.get, outbox.put))
    for _ in range(3):
        await outbox.get()
    await inbox.put({"type": "http.disconnect"})
    await running
    assert app.state.closed_at == 1
