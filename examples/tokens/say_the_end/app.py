from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


async def model(question):
    for text in ("It ", "is ", "sunny."):
        yield {"content": text, "finish_reason": None}
        if question == "lost" and text == "is ":
            return
    yield {"content": None, "finish_reason": "stop"}


@app.get("/chat", response_class=EventSourceResponse)
async def chat(question: str):
    reason = None
    async for chunk in model(question):
        reason = chunk["finish_reason"]
        if chunk["content"]:
            yield ServerSentEvent(data=chunk["content"])
    yield ServerSentEvent(event="done" if reason else "failed", data=reason or "incomplete")
