import asyncio
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

saving, saved = set(), []


@asynccontextmanager
async def lifespan(app):
    yield
    if saving:
        await asyncio.wait(saving, timeout=5)


app = FastAPI(lifespan=lifespan)


async def save():
    await asyncio.sleep(2)
    saved.append("saved")


@app.get("/words", response_class=StreamingResponse)
async def words():
    try:
        for number in range(100):
            yield f"word {number}\n"
            await asyncio.sleep(1)
    finally:
        saving.add(task := asyncio.create_task(save()))
        task.add_done_callback(saving.discard)


@app.get("/saved")
async def read_saved():
    return saved
