from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

app = FastAPI()


class User(BaseModel):
    name: str


class CSVResponse(StreamingResponse):
    media_type = "text/csv"


@app.get("/lines")
async def lines() -> AsyncIterable[User]:
    yield User(name="ada")


@app.get("/csv", response_class=CSVResponse)
async def csv() -> AsyncIterable[str]:
    yield "name\nada\n"
