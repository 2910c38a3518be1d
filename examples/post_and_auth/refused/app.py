from collections.abc import AsyncIterable
from typing import Annotated

import anyio
from fastapi import Cookie, FastAPI, HTTPException
from fastapi.sse import EventSourceResponse

app = FastAPI()
sessions = {"s1"}


@app.get("/feed", response_class=EventSourceResponse)
async def feed(session: Annotated[str, Cookie()] = "") -> AsyncIterable[int]:
    if session not in sessions:
        raise HTTPException(401, "log in first")
    for n in range(3):
        yield n
        await anyio.sleep(1)
