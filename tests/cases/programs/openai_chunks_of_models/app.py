import random
import secrets
from datetime import UTC, datetime
from typing import Literal

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

app = FastAPI()


class Delta(BaseModel):
    role: Literal["assistant"] = "assistant"
    content: str


class Chunk(BaseModel):
    id: str = Field(default_factory=lambda: f"chatcmpl-{secrets.token_hex(4)}")
    created: datetime = Field(default_factory=lambda: datetime.now(UTC))
    delta: Delta


async def sampled(words, temperature):
    for word in random.sample(words, k=len(words)) if temperature else words:
        yield Chunk(delta=Delta(content=word))


async def as_events(chunks):
    async for chunk in chunks:
        yield f"data: {chunk.model_dump_json()}\n\n"
    yield "data: [DONE]\n\n"


@app.get("/chat")
async def chat(prompt: str, temperature: float = 1):
    return StreamingResponse(as_events(sampled(prompt.split(), temperature)), media_type="text/event-stream")
