import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/words", response_class=StreamingResponse)
async def words():
    try:
        async with asyncio.timeout(2.5):
            for number in range(100):
                yield f"word {number} {'.' * 100_000}\n"
                await asyncio.sleep(1)
    except TimeoutError:
        yield "time is up\n"
