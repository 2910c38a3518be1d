from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
ORDERS = {"may": ["tea 4", "cup 2"], "june": ["tea 3", "pot ?"]}


def to_row(order: str) -> str:
    name, count = order.split()
    return f"{name},{int(count)}\n"


@app.get("/report/{month}", response_class=StreamingResponse)
async def report(month: str):
    for order in ORDERS[month]:
        yield to_row(order)
