import os

import httpx
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
client = httpx.AsyncClient(base_url=os.environ["REPORTS"])


@app.get("/reports/{name}")
async def report(name: str):
    async with client.stream("GET", f"/reports/{name}") as answer:
        return StreamingResponse(answer.aiter_bytes(), media_type="text/csv")
