from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from openai import OpenAI

app = FastAPI()
model = OpenAI()


@app.get("/chat", response_class=StreamingResponse)
async def chat(question: str) -> AsyncIterable[str]:
    messages = [{"role": "user", "content": question}]
    for chunk in model.chat.completions.create(model="small", messages=messages, stream=True):
        if token := chunk.choices[0].delta.content:
            yield token


@app.get("/ping")
async def ping() -> str:
    return "pong"
