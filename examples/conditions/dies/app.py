import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def pieces():
    await asyncio.sleep(0.2)
    yield "piece 1\n"
    await asyncio.sleep(0.2)
    raise ValueError("no more pieces")


@app.get("/pieces")
async def read_pieces():
    return StreamingResponse(pieces(), media_type="text/plain")
