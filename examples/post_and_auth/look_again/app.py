from collections.abc import AsyncIterable
from typing import Annotated

import anyio
from fastapi import Cookie, FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()
sessions = {"s1"}


@app.post("/logout")
async def logout(session: Annotated[str, Cookie()]) -> None:
    sessions.discard(session)


@app.get("/feed", response_class=EventSourceResponse)
async def feed(session: Annotated[str, Cookie()]) -> AsyncIterable[ServerSentEvent]:
    for n in range(4):
        if session not in sessions:
            yield ServerSentEvent(event="logged-out", data="log in again")
            return
        yield ServerSentEvent(data=n)
        await anyio.sleep(1)
