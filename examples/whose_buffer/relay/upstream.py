import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/words", response_class=StreamingResponse)
async def words():
    for word in ("one\n", "two\n", "three\n"):
        yield word
        await asyncio.sleep(1)
