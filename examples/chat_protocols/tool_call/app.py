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
    token = call.params["_meta"]["progressToken"]
    for step in (1, 2):
        params = {"progressToken": token, "progress": step}
        yield ServerSentEvent(data={"jsonrpc": "2.0", "method": "notifications/progress", "params": params})
    content = [{"type": "text", "text": "counted"}]
    yield ServerSentEvent(data={"jsonrpc": "2.0", "id": call.id, "result": {"content": content}})
