from collections.abc import AsyncIterable
from uuid import uuid4

from fastapi import Depends, FastAPI, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


async def ask(question: str) -> AsyncIterable[str]:
    for token in ("It ", "is ", "sunny."):
        yield token


async def version(response: Response) -> None:
    response.headers["x-vercel-ai-ui-message-stream"] = "v1"


@app.post("/api/chat", response_class=EventSourceResponse, dependencies=[Depends(version)])
async def answer(chat: dict) -> AsyncIterable[ServerSentEvent]:
    yield ServerSentEvent(data={"type": "start", "messageId": f"msg-{uuid4()}"})
    yield ServerSentEvent(data={"type": "text-start", "id": "t1"})
    try:
        async for token in ask(chat["messages"][-1]["parts"][0]["text"]):
            yield ServerSentEvent(data={"type": "text-delta", "id": "t1", "delta": token})
    except ConnectionError:
        yield ServerSentEvent(data={"type": "error", "errorText": "The model failed"})
    else:
        yield ServerSentEvent(data={"type": "text-end", "id": "t1"})
        yield ServerSentEvent(data={"type": "finish"})
    yield ServerSentEvent(raw_data="[DONE]")
