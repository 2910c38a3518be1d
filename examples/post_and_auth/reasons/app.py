from collections.abc import AsyncIterable

from fastapi import FastAPI, HTTPException, Response
from fastapi.sse import EventSourceResponse

app = FastAPI()


@app.get("/refused")
async def refused() -> None:
    raise HTTPException(401, "log in first")


@app.get("/broken")
async def broken() -> None:
    raise HTTPException(503, "try again later")


@app.get("/nothing-left")
async def nothing_left() -> Response:
    return Response(status_code=204)


@app.get("/other-type")
async def other_type() -> str:
    return "hello"


@app.get("/ends", response_class=EventSourceResponse)
async def ends() -> AsyncIterable[str]:
    yield "hello"
