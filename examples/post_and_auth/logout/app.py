from collections.abc import AsyncIterable
from typing import Annotated

import anyio
from fastapi import Cookie, Depends, FastAPI, HTTPException
from fastapi.sse import EventSourceResponse

app = FastAPI()
sessions = {"s1"}


@app.post("/logout")
async def logout(session: Annotated[str, Cookie()]) -> None:
    sessions.discard(session)


async def check(session: Annotated[str, Cookie()] = "") -> str:
    if session not in sessions:
        raise HTTPException(401, "log in first")
    return session


@app.get("/feed", response_class=EventSourceResponse)
async def feed(session: Annotated[str, Depends(check)]) -> AsyncIterable[int]:
    for n in range(4):
        yield n
        await anyio.sleep(1)
