from collections.abc import AsyncIterable

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()
ROWS = [
    {"id": 1, "title": "opened", "token": "x7"},
    {"id": 2, "title": "closed", "token": "q2"},
]


class Ticket(BaseModel):
    id: int
    title: str


@app.get("/tickets")
async def tickets() -> AsyncIterable[Ticket]:
    for row in ROWS:
        yield Ticket(**row)
