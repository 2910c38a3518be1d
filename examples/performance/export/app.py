import asyncio

from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse

app = FastAPI()


async def make(count, size):
    for _ in range(count):
        await asyncio.sleep(0.005)
        yield b"." * size


@app.get("/{how}")
async def export(how: str, count: int, size: int):
    pieces = make(count, size)
    if how == "streamed":
        return StreamingResponse(pieces)
    collected = [piece async for piece in pieces]
    if how == "collected":
        return StreamingResponse(collected)
    return Response(b"".join(collected))
