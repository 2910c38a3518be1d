import asyncio
from typing import Annotated

from fastapi import FastAPI, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()
steps = ["unpacked", "checked", "stored"]


@app.get("/import", response_class=EventSourceResponse)
async def progress():
    yield ServerSentEvent(raw_data="nothing yet")
