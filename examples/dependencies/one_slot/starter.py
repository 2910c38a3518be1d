from asyncio import Semaphore, sleep
from collections.abc import AsyncIterable

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
slots = Semaphore(1)


async def take_slot():
    await slots.acquire()
    try:
        yield
    ____:
        slots.____()


@app.get("/rows", response_class=StreamingResponse, dependencies=[Depends(take_slot)])
async def rows() -> AsyncIterable[str]:
    for i in range(2):
        yield f"row {i}\n"
        await sleep(0.1)
