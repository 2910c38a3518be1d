from collections.abc import AsyncIterable

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
ORDERS = ["tea 4", "cup 2", "pot ?"]


def to_row(order: str) -> str:
    name, count = order.split()
    return f"{name},{int(count)}\n"


async def check():
    for order in ORDERS:
        to_row(order)


@app.get("/report", response_class=StreamingResponse, dependencies=[Depends(check)])
async def report() -> AsyncIterable[str]:
    for order in ORDERS:
        yield to_row(order)
