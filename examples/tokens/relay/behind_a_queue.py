import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from openai import AsyncOpenAI

app = FastAPI()
model = AsyncOpenAI()
tasks = set()


async def ask(question, queue):
    messages = [{"role": "user", "content": question}]
    answer = await model.chat.completions.create(model="small", messages=messages, stream=True)
    async for chunk in answer:
        await queue.put(chunk.choices[0].delta.content)
    await queue.put(None)


@app.get("/chat", response_class=StreamingResponse)
async def chat(question: str) -> AsyncIterable[str]:
    queue = asyncio.Queue()
    tasks.add(asyncio.create_task(ask(question, queue)))
    while token := await queue.get():
        yield token
