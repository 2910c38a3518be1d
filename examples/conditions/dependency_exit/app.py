import asyncio

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask

app = FastAPI()


async def connection():
    try:
        yield "a connection"
    finally:
        print("dependency exit")


async def pieces():
    for number in range(1, 3):
        yield f"piece {number}\n"
        await asyncio.sleep(0.1)


@app.get("/pieces")
async def read_pieces(held: str = Depends(connection)):
    return StreamingResponse(pieces(), media_type="text/plain", background=BackgroundTask(print, "background task"))
