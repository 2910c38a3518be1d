import asyncio

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.middleware("http")
async def passes_on(request: Request, call_next):
    return await call_next(request)


async def pieces():
    yield "piece 1\n"
    await asyncio.sleep(0.2)
    raise ValueError("no more pieces")


@app.get("/pieces")
async def read_pieces():
    return StreamingResponse(pieces(), media_type="text/plain")
