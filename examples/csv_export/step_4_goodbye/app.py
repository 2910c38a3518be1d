import asyncio
import csv
import io
from collections import defaultdict
from collections.abc import AsyncIterable
from pathlib import Path

import anyio
from fastapi import FastAPI
from fastapi.responses import FileResponse, StreamingResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel

app = FastAPI()


class Export(BaseModel):
    state: str = "waiting"
    rows: int = 0
    total: int = 0
    released: bool = False


exports: defaultdict[int, Export] = defaultdict(Export)


async def orders(count: int):
    """Stand in for a database. Every fifth order takes it three seconds."""
    for order in range(1, count + 1):
        await asyncio.sleep(0.3 if order % 5 else 3)
        yield order, f"Customer {order % 7}, Ltd", order * 12.5


async def release(export: Export):
    """Stand in for giving the connection back to the database."""
    await asyncio.sleep(0.1)
    export.released = True


def line(*cells) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


async def csv_lines(export: Export):
    export.state = "running"
    ended = "stopped"
    try:
        yield line("order", "customer", "total")
        async for order in orders(export.total):
            yield line(*order)
            export.rows += 1
        ended = "finished"
    finally:
        with anyio.CancelScope(shield=True):
            await release(export)
            export.state = ended


@app.get("/exports/{number}.csv")
async def export(number: int, rows: int = 20):
    exports[number].total = rows
    name = f"orders-{number}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    lines = csv_lines(exports[number])
    return StreamingResponse(lines, media_type="text/csv", headers=headers)


@app.get("/exports/{number}/progress", response_class=EventSourceResponse)
async def progress(number: int) -> AsyncIterable[ServerSentEvent]:
    told = None
    while told is None or told.state in ("waiting", "running"):
        if exports[number] != told:
            told = exports[number].model_copy()
            yield ServerSentEvent(data=told, event="progress")
        else:
            yield ServerSentEvent(data=told, event="heartbeat")
        await asyncio.sleep(1)


@app.get("/")
async def page():
    return FileResponse(Path(__file__).with_name("page.html"))
