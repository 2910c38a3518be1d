import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def model():
    yield {"choices": [{"delta": {"content": "It is "}, "finish_reason": None}]}
    await asyncio.sleep(1)
    yield {"choices": [{"delta": {"content": "sunny."}, "finish_reason": None}]}
    yield {"choices": [{"delta": {"content": None}, "finish_reason": "stop"}]}
    yield {"choices": [], "usage": {"total_tokens": 16}}


@app.get("/chat", response_class=StreamingResponse)
async def chat():
    async for chunk in model():
        for choice in chunk["choices"]:
            if choice["delta"]["content"]:
                yield choice["delta"]["content"]
