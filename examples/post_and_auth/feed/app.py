import secrets
from collections.abc import AsyncIterable
from typing import Annotated

import anyio
from fastapi import Cookie, Depends, FastAPI, HTTPException, Response
from fastapi.sse import EventSourceResponse

app = FastAPI()
sessions = set()


@app.post("/login")
async def login(response: Response) -> None:
    sessions.add(session := secrets.token_urlsafe())
    response.set_cookie("session", session, httponly=True)


async def check(session: Annotated[str, Cookie()] = ""):
    if session not in sessions:
        raise HTTPException(401, "log in first")


@app.get("/feed", response_class=EventSourceResponse, dependencies=[Depends(check)])
async def feed() -> AsyncIterable[int]:
    for n in range(3):
        yield n
        await anyio.sleep(1)
