from collections.abc import AsyncIterable

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Reading(BaseModel):
    sensor: str
    celsius: float


@app.get("/readings")
async def readings() -> AsyncIterable[Reading]:
    for celsius in [19.5, 20.0]:
        yield Reading(sensor="attic", celsius=celsius)
