from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from openai import AsyncOpenAI

app = FastAPI()
model = AsyncOpenAI()


@app.get("/headline", response_class=StreamingResponse)
async def headline(question: str) -> AsyncIterable[str]:
    messages = [{"role": "user", "content": question}]
    answer = await model.chat.completions.create(model="small", messages=messages, stream=True)
    async for chunk in answer:
        if token := chunk.choices[0].delta.content:
            yield token
            if "." in token:
                break
