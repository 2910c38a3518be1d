from collections.abc import AsyncIterable

from anthropic import AsyncAnthropic
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
model = AsyncAnthropic()


@app.get("/chat", response_class=StreamingResponse)
async def chat(question: str) -> AsyncIterable[str]:
    messages = [{"role": "user", "content": question}]
    async with model.messages.stream(model="small", max_tokens=100, messages=messages) as answer:
        async for token in answer.text_stream:
            yield token
