from collections.abc import AsyncIterable
from typing import Any

from fastapi import FastAPI, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel

app = FastAPI()


class Chat(BaseModel):
    messages: list[dict[str, Any]]


@app.post("/api/chat", response_class=EventSourceResponse)
async def answer(chat: Chat, response: Response) -> AsyncIterable[ServerSentEvent]:
    response.headers["x-vercel-ai-ui-message-stream"] = "v1"
    for kind in ("start", "finish"):
        yield ServerSentEvent(data={"type": kind})
    yield ServerSentEvent(raw_data="[DONE]")
