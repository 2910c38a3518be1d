from collections.abc import AsyncIterable
from typing import Any

from fastapi import Depends, FastAPI, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel

app = FastAPI()


class Chat(BaseModel):
    messages: list[dict[str, Any]]


async def version(response: Response) -> None:
    response.headers["x-vercel-ai-ui-message-stream"] = "v1"


@app.post("/api/chat", response_class=EventSourceResponse, dependencies=[Depends(version)])
async def answer(chat: Chat) -> AsyncIterable[ServerSentEvent]:
    for kind in ("start", "finish"):
        yield ServerSentEvent(data={"type": kind})
    yield ServerSentEvent(raw_data="[DONE]")
