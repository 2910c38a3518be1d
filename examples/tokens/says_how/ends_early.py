import asyncio
import json
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


def event(content: str | None, finish: str | None = None) -> str:
    choice = {"delta": {"content": content}, "index": 0, "finish_reason": finish}
    chunk = {"choices": [choice], "id": "1", "object": "chat.completion.chunk", "created": 0, "model": "small"}
    return f"data: {json.dumps(chunk, separators=(',', ':'))}\n\n"


async def tokens() -> AsyncIterable[str]:
    for token in ("It ", "is ", "sunny "):
        yield event(token)
        await asyncio.sleep(0.1)


@app.post("/v1/chat/completions")
async def completions() -> StreamingResponse:
    return StreamingResponse(tokens(), media_type="text/event-stream")
