import asyncio

import httpx
from fastapi import FastAPI
from fastapi.sse import EventSourceResponse

app = FastAPI()


@app.get("/ticks", response_class=EventSourceResponse)
async def ticks():
    for number in range(3):
        yield {"tick": number}
        await asyncio.sleep(1)


@app.get("/test")
async def test_ticks():
    pieces = []
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")
    async with asyncio.timeout(3.5), client, client.stream("GET", "/ticks") as response:
        async for piece in response.aiter_text():
            pieces.append(piece)
            if len(pieces) == 2:
                break
    return pieces
