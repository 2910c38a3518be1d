import os

import httpx
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
client = httpx.AsyncClient(base_url=os.environ["REPORTS"])


@app.get("/reports/{name}", response_class=StreamingResponse)
async def report(name: str):
    async with client.stream("GET", f"/reports/{name}") as answer:
        async for piece in answer.aiter_bytes():
            yield piece
