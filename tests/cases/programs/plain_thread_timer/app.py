import asyncio
import threading
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

events = []


def remind():
    events.append("reminder")


@asynccontextmanager
async def lifespan(app):
    timer = threading.Timer(0.05, remind)
    timer.start()
    yield
    timer.cancel()


app = FastAPI(lifespan=lifespan)


async def heard():
    while not events:
        yield "nothing yet\n"
        await asyncio.sleep(0.02)
    yield events.pop() + "\n"


@app.get("/events")
async def stream():
    return StreamingResponse(heard(), media_type="text/plain")
