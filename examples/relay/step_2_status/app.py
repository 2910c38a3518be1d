import os
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI, HTTPException, Response
from fastapi.responses import StreamingResponse

app = FastAPI()
client = httpx.AsyncClient(base_url=os.environ["JOBS"])


async def upstream(name: str, response: Response):
    try:
        answer = await client.send(client.build_request("GET", f"/jobs/{name}"), stream=True)
    except httpx.RequestError:
        raise HTTPException(502, "no answer from upstream") from None
    response.status_code = answer.status_code
    response.headers["Content-Type"] = answer.headers["Content-Type"]
    yield answer


@app.get("/jobs/{name}", response_class=StreamingResponse)
async def relay(answer: Annotated[httpx.Response, Depends(upstream)]):
    try:
        async for piece in answer.aiter_bytes():
            yield piece
    except httpx.RequestError:
        yield b"event: failed\ndata: upstream\n\n"
