import asyncio
from itertools import count

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse

app = FastAPI()
app.state.readers = 0


@app.get("/ticks", response_class=EventSourceResponse)
async def ticks():
    app.state.readers += 1
    try:
        for number in count():
            yield {"tick": number}
            await asyncio.sleep(1)
    finally:
        app.state.readers -= 1


@app.get("/test")
async def test_two_ticks_and_a_disconnect():
    inbox, outbox = asyncio.Queue(), asyncio.Queue()
    scope = {"type": "http", "method": "GET", "path": "/ticks", "query_string": b"", "headers": []}
    running = asyncio.create_task(app(scope, inbox.get, outbox.put))
    start = await outbox.get()
    first = await outbox.get()
    second = await outbox.get()
    await inbox.put({"type": "http.disconnect"})
    await running
    assert start["status"] == 200
    assert first["body"] + second["body"] == b'data: {"tick": 0}\n\ndata: {"tick": 1}\n\n'
    assert app.state.readers == 0
    return "passed"
