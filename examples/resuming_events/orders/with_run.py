import asyncio
from collections import deque
from typing import Annotated
from uuid import uuid4

from fastapi import FastAPI, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()
RUN = uuid4().hex[:8]
log: deque[tuple[int, str]] = deque(maxlen=100)
added = asyncio.Event()


@app.post("/orders/{order}")
async def add(order: str):
    log.append((log[-1][0] + 1 if log else 1, order))
    added.set()
    added.clear()


@app.get("/orders", response_class=EventSourceResponse)
async def orders(last_event_id: Annotated[str | None, Header()] = None):
    last = max([number for number, _ in log if f"{RUN}-{number}" == last_event_id], default=0)
    if last_event_id and not last:
        yield ServerSentEvent(event="reset", data="load all orders")
    while True:
        for number, order in [entry for entry in log if entry[0] > last]:
            yield ServerSentEvent(raw_data=order, id=f"{RUN}-{number}")
            last = number
        if not log or log[-1][0] <= last:
            await added.wait()
