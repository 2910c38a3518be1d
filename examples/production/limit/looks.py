import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/words", response_class=StreamingResponse)
async def words():
    loop = asyncio.get_running_loop()
    ends = loop.time() + 2.5
    number = 0
    while loop.time() < ends:
        yield f"word {number} {'.' * 100_000}\n"
        number += 1
        await asyncio.sleep(1)
    yield "time is up\n"
