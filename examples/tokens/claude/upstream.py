import asyncio
import json
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


def event(name: str, **fields: object) -> str:
    return f"event: {name}\ndata: {json.dumps({'type': name, **fields}, separators=(',', ':'))}\n\n"


async def tokens() -> AsyncIterable[str]:
    usage = {"input_tokens": 9, "output_tokens": 1}
    message = {"id": "1", "type": "message", "role": "assistant", "model": "small", "content": [], "usage": usage}
    yield event("message_start", message=message)
    yield event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    for token in ("It ", "is ", "sunny ", "and ", "warm ", "today", "."):
        yield event("content_block_delta", index=0, delta={"type": "text_delta", "text": token})
        await asyncio.sleep(0.1)
    yield event("content_block_stop", index=0)
    yield event("message_delta", delta={"stop_reason": "end_turn"}, usage={"output_tokens": 7})
    yield event("message_stop")


@app.post("/v1/messages")
async def messages() -> StreamingResponse:
    return StreamingResponse(tokens(), media_type="text/event-stream")
