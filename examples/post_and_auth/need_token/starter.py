from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from fastapi.sse import EventSourceResponse

app = FastAPI()


async def check(bearer: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]):
    if bearer.credentials != "secret":
        raise HTTPException(401, "wrong token", {"WWW-Authenticate": "Bearer"})


@app.get("/prices", response_class=EventSourceResponse, dependencies=[____(check)])
async def prices() -> AsyncIterable[int]:
    for price in (101, 102, 103):
        yield price
