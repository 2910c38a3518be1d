from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse
from pydantic import BaseModel

app = FastAPI()


class Prompt(BaseModel):
    text: str


@app.____("/chat", response_class=EventSourceResponse)
async def chat(prompt: Prompt) -> AsyncIterable[str]:
    for word in prompt.text.split():
        yield word.upper()
