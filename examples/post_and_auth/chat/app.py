from collections.abc import AsyncIterable
from typing import Annotated

import anyio
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel

app = FastAPI()


class Prompt(BaseModel):
    text: str


async def check(bearer: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]):
    if bearer.credentials != "secret":
        raise HTTPException(401, "wrong token", {"WWW-Authenticate": "Bearer"})


@app.post("/chat", response_class=EventSourceResponse, dependencies=[Depends(check)])
async def chat(prompt: Prompt) -> AsyncIterable[ServerSentEvent]:
    for word in prompt.text.split():
        yield ServerSentEvent(data=word.upper())
        await anyio.sleep(0.1)
    yield ServerSentEvent(event="done", data="complete")
