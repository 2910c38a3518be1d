import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def count():
    for i in (3, 2, 1):
        yield f"{i}\n"
        await asyncio.sleep(1)
    yield "lift-off\n"


@app.get("/countdown")
async def countdown():
    return StreamingResponse(count(), media_type="text/plain")
