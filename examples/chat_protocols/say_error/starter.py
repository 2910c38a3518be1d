from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel

app = FastAPI()


class Chat(BaseModel):
    messages: list[dict[str, str]]


@app.post("/v1/chat/completions", response_class=EventSourceResponse)
async def completions(chat: Chat) -> AsyncIterable[ServerSentEvent]:
    try:
        for word in ("It ", "is ", "sunny."):
            if word == "sunny.":
                raise ConnectionError("the model is gone")
            choice = {"index": 0, "delta": {"content": word}, "finish_reason": None}
            yield ServerSentEvent(data={"object": "chat.completion.chunk", "choices": [choice]})
    except ConnectionError:
        yield ServerSentEvent(data={"____": {"message": "The model failed"}})
