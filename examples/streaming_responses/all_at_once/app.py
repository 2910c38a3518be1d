import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def generate():
    for word in ("one", "two", "three"):
        await asyncio.sleep(1)
        yield f"{word}\n"


@app.get("/words")
async def words():
    return StreamingResponse(generate(), media_type="text/plain")
