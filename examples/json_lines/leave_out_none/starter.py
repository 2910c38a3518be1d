from collections.abc import AsyncIterable

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Reading(BaseModel):
    sensor: str
    celsius: float
    note: str | None = None


@app.get("/readings", ____=True)
async def readings() -> AsyncIterable[Reading]:
    yield Reading(sensor="attic", celsius=19.5)
    yield Reading(sensor="roof", celsius=-2.0, note="snow")
