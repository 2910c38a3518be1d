import asyncio
from typing import Annotated

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
    try:
        for number in range(1, 81):
            yield f"piece {number}\n"
            await asyncio.sleep(0.1)
    finally:
        print("finally")


@app.get("/pieces")
async def read_pieces(held: Annotated[str, Depends(connection)]):
    return StreamingResponse(pieces(), media_type="text/plain", background=BackgroundTask(print, "background task"))
