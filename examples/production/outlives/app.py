import asyncio
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

saving = []


@asynccontextmanager
async def lifespan(app):
    yield
    await asyncio.gather(*saving)


app = FastAPI(lifespan=lifespan)


async def save():
    await asyncio.sleep(2)
    return "saved"


@app.get("/words", response_class=StreamingResponse)
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
