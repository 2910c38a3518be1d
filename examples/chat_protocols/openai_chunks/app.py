from collections.abc import AsyncIterable
from time import time
from uuid import uuid4

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


async def ask(question: str) -> AsyncIterable[str]:
    for token in ("It ", "is ", "sunny."):
        yield token


def chunk(head: dict[str, str | int], delta: dict[str, str], finish_reason: str | None = None) -> ServerSentEvent:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return ServerSentEvent(data={**head, "choices": [choice]})


@app.post("/v1/chat/completions", response_class=EventSourceResponse)
async def completions(chat: dict) -> AsyncIterable[ServerSentEvent]:
    head = {"id": f"chatcmpl-{uuid4()}", "object": "chat.completion.chunk", "created": int(time()), "model": "small"}
    try:
        async for token in ask(chat["messages"][-1]["content"]):
            yield chunk(head, {"content": token})
    except ConnectionError:
        yield ServerSentEvent(data={"error": {"message": "The model failed"}})
        return
    yield chunk(head, {}, "stop")
    yield ServerSentEvent(raw_data="[DONE]")
