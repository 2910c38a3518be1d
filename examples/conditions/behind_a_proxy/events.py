import asyncio

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse

app = FastAPI()


@app.get("/pieces", response_class=EventSourceResponse)
async def read_pieces():
    for number in range(1, 6):
        yield {"piece": number}
        await asyncio.sleep(0.3)
