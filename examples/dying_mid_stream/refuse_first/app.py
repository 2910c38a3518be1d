from collections.abc import AsyncIterable

from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import StreamingResponse

app = FastAPI()
SOLD = {"Mon": 4, "Tue": 2, "Wed": 0, "Thu": 5}


async def days_with_sales():
    if 0 in SOLD.values():
        raise HTTPException(409, "a day without sales")


@app.get("/prices", response_class=StreamingResponse, dependencies=[Depends(days_with_sales)])
async def prices() -> AsyncIterable[str]:
    for day, count in SOLD.items():
        yield f"{day} {100 / count:.2f}\n"
