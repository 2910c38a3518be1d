from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


async def ask(question: str) -> AsyncIterable[str]:
    for token in ("It ", "is ", "sunny."):
        yield token


def chunk(delta: dict[str, str], finish_reason: str | None = None) -> ServerSentEvent:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    head = {"id": "c1", "object": "chat.completion.chunk", "created": 0, "model": "small"}
    return ServerSentEvent(data={**head, "choices": [choice]})


@app.post("/v1/chat/completions", response_class=EventSourceResponse)
async def completions(chat: dict) -> AsyncIterable[ServerSentEvent]:
    try:
        async for token in ask(chat["messages"][-1]["content"]):
            yield chunk({"content": token})
    except ConnectionError:
        yield ServerSentEvent(data={"error": {"message": "The model failed"}})
        return
    yield chunk({}, "stop")
    yield ServerSentEvent(raw_data="[DONE]")
