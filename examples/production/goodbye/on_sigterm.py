import asyncio
import signal
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

stopping = asyncio.Event()


@asynccontextmanager
async def lifespan(app):
    loop = asyncio.get_running_loop()
    server_stops = signal.getsignal(signal.SIGTERM)

    def stop(number, frame):
        loop.call_soon_threadsafe(stopping.set)
        server_stops(number, frame)

    signal.signal(signal.SIGTERM, stop)
    yield
    signal.signal(signal.SIGTERM, server_stops)


app = FastAPI(lifespan=lifespan)


@app.get("/words", response_class=StreamingResponse)
async def words():
    number = 0
    while not stopping.is_set():
        yield f"word {number}\n"
        number += 1
        await asyncio.sleep(1)
    yield "goodbye\n"
