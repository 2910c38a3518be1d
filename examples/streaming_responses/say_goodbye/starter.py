import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def generate():
    try:
        for i in range(100):
            yield f"tick {i}\n"
            await asyncio.____(1)
    ____:
        print("goodbye")


@app.get("/ticks")
async def ticks():
    return StreamingResponse(generate(), media_type="text/plain")
