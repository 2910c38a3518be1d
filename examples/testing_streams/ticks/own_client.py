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
async def test_a_disconnect():
    sent, enough = [], asyncio.Event()

    async def receive():
        await enough.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message.get("body"))
        if len(sent) == 3:
            enough.set()

    scope = {"type": "http", "method": "GET", "path": "/ticks", "query_string": b"", "headers": []}
    await app(scope, receive, send)
    assert sent[1] == b'data: {"tick": 0}\n\n'
    assert app.state.readers == 0
    return "passed"
