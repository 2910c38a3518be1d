import os
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI, HTTPException, Response
from fastapi.responses import StreamingResponse

app = FastAPI()
client = httpx.AsyncClient(base_url=os.environ["REPORTS"])


async def upstream(name: str, response: Response):
    try:
        answer = await client.send(client.build_request("GET", f"/reports/{name}"), stream=True)
    except httpx.RequestError:
        raise HTTPException(502, "no answer from upstream") from None
    try:
        response.status_code = answer.status_code
        response.headers["Content-Type"] = answer.headers["Content-Type"]
        yield answer
    finally:
        await answer.aclose()


@app.get("/reports/{name}", response_class=StreamingResponse)
async def report(answer: Annotated[httpx.Response, Depends(upstream)]):
    async for piece in answer.aiter_bytes():
        yield piece
