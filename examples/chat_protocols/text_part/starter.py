from collections.abc import AsyncIterable
from typing import Any

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel

app = FastAPI()


class Chat(BaseModel):
    messages: list[dict[str, Any]]


@app.post("/api/chat", response_class=EventSourceResponse)
async def answer(chat: Chat) -> AsyncIterable[ServerSentEvent]:
    yield ServerSentEvent(data={"type": "start"})
    yield ServerSentEvent(data={"type": "____", "id": "t1"})
    for word in ("It ", "is ", "sunny."):
        yield ServerSentEvent(data={"type": "text-delta", "id": "t1", "____": word})
    yield ServerSentEvent(data={"type": "text-end", "id": "t1"})
    yield ServerSentEvent(data={"type": "finish"})
    yield ServerSentEvent(raw_data="[DONE]")
