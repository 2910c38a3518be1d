import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def rows():
    for number in range(8):
        yield f"row {number}\n"
        await asyncio.sleep(0)


@app.get("/rows")
async def export():
    return StreamingResponse(rows(), media_type="text/plain")


@app.get("/ping")
async def ping():
    return "pong"
