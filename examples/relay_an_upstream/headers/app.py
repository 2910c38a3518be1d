import os
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
client = httpx.AsyncClient(base_url=os.environ["REPORTS"])


async def upstream(name: str):
    async with client.stream("GET", f"/reports/{name}") as answer:
        yield answer


@app.get("/reports/{name}")
async def report(answer: Annotated[httpx.Response, Depends(upstream)]):
    return StreamingResponse(answer.aiter_bytes(), headers=answer.headers)
