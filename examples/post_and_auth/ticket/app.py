import secrets
import time
from collections.abc import AsyncIterable

import anyio
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPBearer
from fastapi.sse import EventSourceResponse

app = FastAPI()
tickets = {}


@app.post("/tickets", status_code=201, dependencies=[Depends(HTTPBearer())])
async def new_ticket() -> str:
    ticket = secrets.token_urlsafe()
    tickets[ticket] = time.monotonic() + 30
    return ticket


async def check(ticket: str):
    if ticket not in tickets or tickets[ticket] < time.monotonic():
        raise HTTPException(401, "no such ticket")


@app.get("/feed", response_class=EventSourceResponse, dependencies=[Depends(check)])
async def feed() -> AsyncIterable[int]:
    for n in range(2):
        yield n
        await anyio.sleep(1)
