from collections.abc import AsyncIterable

from fastapi import FastAPI
from pydantic import BaseModel, ValidationError

app = FastAPI()
ROWS = [
    {"sensor": "attic", "celsius": 19.5},
    {"sensor": "cellar", "celsius": "warm"},
    {"sensor": "roof", "celsius": -2.0},
]


class Reading(BaseModel):
    sensor: str
    celsius: float


class Problem(BaseModel):
    row: int
    problem: str


@app.get("/readings")
async def readings() -> AsyncIterable[Reading | Problem]:
    for number, row in enumerate(ROWS, 1):
        try:
            item = Reading.model_validate(row)
        except ValidationError as error:
            item = Problem(row=number, problem=error.errors()[0]["msg"])
        yield item
