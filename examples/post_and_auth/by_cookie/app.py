from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Cookie, Depends, FastAPI, HTTPException, Response
from fastapi.sse import EventSourceResponse

app = FastAPI()
sessions = {"s1": "ada"}


@app.post("/login")
async def login(response: Response) -> None:
    response.set_cookie("session", "s1", httponly=True)


async def find_user(session: Annotated[str, Cookie()] = "") -> str:
    if session not in sessions:
        raise HTTPException(401, "log in first")
    return sessions[session]


@app.get("/mail", response_class=EventSourceResponse)
async def mail(user: Annotated[str, Depends(find_user)]) -> AsyncIterable[str]:
    yield f"mail for {user}"
