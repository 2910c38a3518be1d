import asyncio
import os
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI, HTTPException, Response
from fastapi.responses import StreamingResponse

HEARTBEAT = 0.7

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


async def whole_events(answer: httpx.Response):
    rest = b""
    try:
        async for piece in answer.aiter_bytes():
            *events, rest = (rest + piece).split(b"\n\n")
            for event in events:
                yield event + b"\n\n"
        if rest:
            yield rest
    except httpx.RequestError:
        yield b"event: failed\ndata: upstream\n\n"


@app.get("/jobs/{name}", response_class=StreamingResponse)
async def relay(answer: Annotated[httpx.Response, Depends(upstream)]):
    events = whole_events(answer)
    reading = asyncio.ensure_future(anext(events, None))
    while True:
        if not (await asyncio.wait([reading], timeout=HEARTBEAT))[0]:
            yield b": heartbeat\n\n"
        elif event := reading.result():
            yield event
            reading = asyncio.ensure_future(anext(events, None))
        else:
            break
