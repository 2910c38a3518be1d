from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
ORDERS = ["tea 4", "cup 2", "pot ?"]


def to_row(order: str) -> str:
    name, count = order.split()
    return f"{name},{int(count)}\n"


@app.get("/report", response_class=StreamingResponse)
async def report() -> AsyncIterable[str]:
    for order in ORDERS:
        yield to_row(order)
