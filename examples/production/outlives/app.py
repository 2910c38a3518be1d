import asyncio
from contextlib import asynccontextmanager

from fastapi import FastAPI, responses

saving = []


@asynccontextmanager
async def lifespan(app):
    yield
    [await task for task in saving]


app = FastAPI(lifespan=lifespan)


async def save():
    return await asyncio.sleep(2, "saved")


@app.get("/words", response_class=responses.StreamingResponse)
async def words():
    try:
        for number in range(100):
            yield f"word {number}\n"
            await asyncio.sleep(1)
    finally:
        saving.append(asyncio.create_task(save()))


@app.get("/saved")
async def read_saved():
    return [task.result() for task in saving if task.done()]
