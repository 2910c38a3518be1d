import asyncio
from collections import deque
from typing import Annotated

from fastapi import FastAPI, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()
log = deque(enumerate(["tea", "milk", "bread"], start=1), maxlen=100)


@app.get("/orders", response_class=EventSourceResponse)
async def orders(last_event_id: Annotated[str | None, Header()] = None):
    last = int(last_event_id or 0)
    for number, order in log:
        if number > last:
            yield ServerSentEvent(raw_data=order, id=str(number))
            await asyncio.sleep(0.1)
