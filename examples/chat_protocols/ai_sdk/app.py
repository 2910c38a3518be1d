from collections.abc import AsyncIterable
from typing import Any

import anyio
from fastapi import Depends, FastAPI, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel

app = FastAPI()


class Chat(BaseModel):
    messages: list[dict[str, Any]]


async def ask(question: str) -> AsyncIterable[str]:
    for token in ("It ", "is ", "sunny."):
        await anyio.sleep(0.1)
        if "tomorrow" in question and token == "sunny.":
            raise ConnectionError("the model is gone")
        yield token


async def version(response: Response) -> None:
    response.headers["x-vercel-ai-ui-message-stream"] = "v1"


def part(kind: str, **fields: str) -> ServerSentEvent:
    return ServerSentEvent(data={"type": kind, **fields})


@app.post("/api/chat", response_class=EventSourceResponse, dependencies=[Depends(version)])
async def chat(chat: Chat) -> AsyncIterable[ServerSentEvent]:
    yield part("start", messageId="m1")
    yield part("text-start", id="t1")
    try:
        async for token in ask(chat.messages[-1]["parts"][0]["text"]):
            yield part("text-delta", id="t1", delta=token)
    except ConnectionError:
        yield part("error", errorText="The model failed")
    else:
        yield part("text-end", id="t1")
        yield part("finish")
    yield ServerSentEvent(raw_data="[DONE]")
