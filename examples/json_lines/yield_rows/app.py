from collections.abc import AsyncIterable

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()
ROWS = {"attic": 19.5, "roof": -2.0}


class Reading(BaseModel):
    sensor: str
    celsius: float


@app.get("/readings")
async def readings() -> AsyncIterable[Reading]:
    for sensor, celsius in ROWS.items():
        yield Reading(sensor=sensor, celsius=celsius)
