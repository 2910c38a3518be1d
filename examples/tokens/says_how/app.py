import logging
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent
from openai import AsyncOpenAI, OpenAIError

app = FastAPI()
model = AsyncOpenAI()


@app.get("/chat", response_class=EventSourceResponse)
async def chat(question: str) -> AsyncIterable[ServerSentEvent]:
    messages = [{"role": "user", "content": question}]
    reason = None
    try:
        async with await model.chat.completions.create(model="small", messages=messages, stream=True) as answer:
            async for chunk in answer:
                for choice in chunk.choices:
                    reason = choice.finish_reason
                    if choice.delta.content:
                        yield ServerSentEvent(data=choice.delta.content)
    except OpenAIError:
        logging.exception("The model failed")
    yield ServerSentEvent(event="done" if reason else "failed", data=reason or "incomplete")
