import asyncio
import csv
import io

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def orders(count: int):
    """Stand in for a database. Every fifth order takes it three seconds."""
    for order in range(1, count + 1):
        await asyncio.sleep(0.3 if order % 5 else 3)
        yield order, f"Customer {order % 7}, Ltd", order * 12.5


def line(*cells) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


async def csv_lines(count: int):
    ____ line("order", "customer", "total")
    async for order in orders(count):
        ____ line(*order)


@app.get("/exports/{number}.csv")
async def export(number: int, rows: int = 20):
    name = f"orders-{number}.csv"
    headers = {"____": f'attachment; filename="{name}"'}
    lines = csv_lines(rows)
    return StreamingResponse(lines, media_type="____", headers=headers)
