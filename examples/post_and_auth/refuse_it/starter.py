from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Cookie, FastAPI, HTTPException
from fastapi.sse import EventSourceResponse

app = FastAPI()
sessions = {"s1": "ada"}


@app.get("/mail", response_class=EventSourceResponse)
async def mail(session: Annotated[str, Cookie()] = "") -> AsyncIterable[str]:
    if session not in sessions:
        raise HTTPException(401, "log in first")
    for n in range(3):
        yield f"mail {n} for {sessions[session]}"
