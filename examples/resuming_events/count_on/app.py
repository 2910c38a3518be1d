import asyncio
from typing import Annotated

from fastapi import FastAPI, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()
log = ["tea", "milk", "bread", "jam", "salt"]


@app.get("/orders", response_class=EventSourceResponse)
async def orders(last_event_id: Annotated[str | None, Header()] = None):
    last = int(last_event_id or 0)
    for number, order in enumerate(log[last:], start=last + 1):
        yield ServerSentEvent(raw_data=order, id=str(number))
        await asyncio.sleep(0.1)
