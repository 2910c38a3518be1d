import asyncio
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


async def work():
    await asyncio.sleep(2.5)
    return "42 rows"


@app.get("/report", response_class=EventSourceResponse)
async def report(rows: Annotated[str, Depends(work)]):
    yield ServerSentEvent(event="done", data=rows)
