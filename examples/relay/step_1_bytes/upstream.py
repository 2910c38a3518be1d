import asyncio

from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse

app = FastAPI()


async def progress(name):
    yield "event: begun\ndata: report\n\n"
    await asyncio.sleep(2)
    if name == "broken":
        raise RuntimeError("disk failure")
    yield "event: done\nda"
    await asyncio.sleep(2)
    yield "ta: 42 rows\n\n"


@app.get("/jobs/{name}")
async def job(name: str):
    if name == "missing":
        raise HTTPException(404, "no such job")
    if name == "stuck":
        await asyncio.sleep(60)
    return StreamingResponse(progress(name), media_type="text/event-stream")
