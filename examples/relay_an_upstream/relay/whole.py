import os

import httpx
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
client = httpx.AsyncClient(base_url=os.environ["REPORTS"])


@app.get("/reports/{name}", response_class=StreamingResponse)
async def report(name: str):
    answer = await client.get(f"/reports/{name}")
    for line in answer.text.splitlines(keepends=True):
        yield line
