from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import StreamingResponse

app = FastAPI()
ORDERS = {"may": 8}


class PlainText(StreamingResponse):
    media_type = "text/plain"


async def order_count(month: str) -> int:
    if month not in ORDERS:
        raise HTTPException(404, "no orders in this month")
    return ORDERS[month]


@app.get("/orders/{month}", response_class=PlainText)
async def orders(count: Annotated[int, Depends(order_count)]) -> AsyncIterable[str]:
    for number in range(count):
        yield f"order {number}\n"
