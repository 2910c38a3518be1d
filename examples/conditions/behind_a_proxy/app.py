import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def pieces():
    for number in range(1, 6):
        yield f"piece {number}\n"
        await asyncio.sleep(0.3)


@app.get("/pieces")
async def read_pieces():
    return StreamingResponse(pieces(), media_type="text/plain")
