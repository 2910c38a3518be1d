from collections.abc import AsyncIterable
from typing import Annotated

import anyio
from fastapi import Cookie, Depends, FastAPI, HTTPException
from fastapi.sse import EventSourceResponse

app = FastAPI()
sessions = {"s1"}


async def check(session: Annotated[str, Cookie()] = ""):
    if session not in sessions:
        raise HTTPException(401, "log in first")


@app.get("/feed", response_class=EventSourceResponse, dependencies=[Depends(check)])
async def feed() -> AsyncIterable[int]:
    for n in range(3):
        yield n
        await anyio.sleep(1)
