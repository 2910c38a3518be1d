from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/lines")
async def lines():
    yield {"name": "ada"}


@app.get("/declared", response_class=StreamingResponse)
async def declared() -> AsyncIterable[str]:
    yield "name\nada\n"


async def rows() -> AsyncIterable[str]:
    yield "name\nada\n"


@app.get("/returned")
async def returned() -> StreamingResponse:
    return StreamingResponse(rows(), media_type="text/csv")
