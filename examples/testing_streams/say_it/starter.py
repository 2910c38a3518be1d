import asyncio

from fastapi import FastAPI

app = FastAPI()


@app.get("/ticks")
async def ticks():
    while True:
        yield "tick"
        await asyncio.sleep(1)


@app.get("/test")
async def test_a_disconnect():
    inbox, outbox = asyncio.Queue(), asyncio.Queue()
    scope = {"type": "http", "method": "GET", "path": "/ticks", "query_string": b"", "headers": []}
    running = asyncio.create_task(app(scope, ____, outbox.put))
    for _ in range(3):
        await outbox.get()
    await inbox.put({"type": ____})
    await running
