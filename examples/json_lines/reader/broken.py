from collections.abc import AsyncIterable

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()
ROWS = [{"sensor": "attic", "celsius": 19.5}, {"sensor": "cellar", "celsius": "warm"}]


class Reading(BaseModel):
    sensor: str
    celsius: float


@app.get("/readings")
async def readings() -> AsyncIterable[Reading]:
    for row in ROWS:
        yield row
