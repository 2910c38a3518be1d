import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def generate():
    text = ""
    for word in ("one", "two", "three"):
        await asyncio.sleep(1)
        text += f"{word}\n"
    yield text


@app.get("/words")
async def words():
    return StreamingResponse(generate(), media_type="text/plain")
