from fastapi import FastAPI
from fastapi.responses import Response

app = FastAPI()
ORDERS = ["tea 4", "cup 2", "pot ?"]


def to_row(order: str) -> str:
    name, count = order.split()
    return f"{name},{int(count)}\n"


@app.get("/report")
async def report():
    rows = [to_row(order) for order in ORDERS]
    return Response("".join(rows), media_type="text/csv")
