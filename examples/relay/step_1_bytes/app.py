import os
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI, Response
from fastapi.responses import StreamingResponse

app = FastAPI()
client = httpx.AsyncClient(base_url=os.environ["JOBS"])


async def upstream(name: str, response: Response):
    answer = await client.send(client.build_request("GET", f"/jobs/{name}"), stream=True)
    response.headers["Content-Type"] = answer.headers["Content-Type"]
    yield answer


@app.get("/jobs/{name}", response_class=StreamingResponse)
async def relay(answer: Annotated[httpx.Response, Depends(upstream)]):
    async for piece in answer.aiter_bytes():
        yield piece
