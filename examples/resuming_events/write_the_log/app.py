import asyncio
from typing import Annotated

from fastapi import FastAPI, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()
steps = ["unpacked", "checked", "stored"]


@app.get("/import", response_class=EventSourceResponse)
async def progress(last_event_id: Annotated[str | None, Header()] = None):
    last = int(last_event_id or 0)
    for number, step in enumerate(steps[last:], start=last + 1):
        yield ServerSentEvent(raw_data=step, id=str(number))
        await asyncio.sleep(0.1)
    yield ServerSentEvent(event="done", data="import")
