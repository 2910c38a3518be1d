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


# Write the path operation GET /feed here.
