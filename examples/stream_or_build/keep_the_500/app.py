from fastapi import FastAPI
from fastapi.responses import Response

app = FastAPI()
ORDERS = {"may": ["tea 4", "cup 2"], "june": ["tea 3", "pot ?"]}


def to_row(order: str) -> str:
    name, count = order.split()
    return f"{name},{int(count)}\n"


@app.get("/report/{month}")
async def report(month: str):
    rows = [to_row(order) for order in ORDERS[month]]
    return Response("".join(rows), media_type="text/csv")
