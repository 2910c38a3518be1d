from collections.abc import AsyncIterable
from typing import Any

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel

app = FastAPI()


class Call(BaseModel):
    id: int | str
    params: dict[str, Any]


@app.post("/mcp", response_class=EventSourceResponse)
async def count(call: Call) -> AsyncIterable[ServerSentEvent]:
    yield ServerSentEvent(data={"jsonrpc": "2.0"})
