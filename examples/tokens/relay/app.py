from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from openai import AsyncOpenAI

app = FastAPI()
model = AsyncOpenAI()


@app.get("/chat", response_class=StreamingResponse)
async def chat(question: str) -> AsyncIterable[str]:
    messages = [{"role": "user", "content": question}]
    answer = await model.chat.completions.create(model="small", messages=messages, stream=True)
    async for chunk in answer:
        token = chunk.choices[0].delta.content
        if token:
            yield token
