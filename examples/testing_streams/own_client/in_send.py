import asyncio
from itertools import count

from fastapi import FastAPI

app = FastAPI()
app.state.readers = 0


@app.get("/ticks")
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
    inbox, sent = asyncio.Queue(), []

    async def send(message):
        sent.append(message)
        if len(sent) == 3:
            await inbox.put({"type": "http.disconnect"})

    scope = {"type": "http", "method": "GET", "path": "/ticks", "query_string": b"", "headers": []}
    await app(scope, inbox.get, send)
    return f"{app.state.readers} reader left"
