from collections.abc import AsyncIterable

from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse

app = FastAPI()
ORDERS = {"may": 8}


@app.get("/orders/{month}", response_class=StreamingResponse)
async def orders(month: str) -> AsyncIterable[str]:
    if month not in ORDERS:
        raise HTTPException(404, "no orders in this month")
    for number in range(ORDERS[month]):
        yield f"order {number}\n"
