import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def ticks():
    for i in range(3):
        yield f"tick {i}\n"
        await asyncio.sleep(0.1)


@app.get("/ticks")
async def stream():
    return StreamingResponse(ticks(), media_type="text/plain")
