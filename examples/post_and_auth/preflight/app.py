from collections.abc import AsyncIterable

from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.security import HTTPBearer
from fastapi.sse import EventSourceResponse
from pydantic import BaseModel

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=["https://shop.example"],
    allow_methods=["POST"],
    allow_headers=["Authorization", "Content-Type"],
)


class Prompt(BaseModel):
    text: str


@app.post("/chat", response_class=EventSourceResponse, dependencies=[Depends(HTTPBearer())])
async def chat(prompt: Prompt) -> AsyncIterable[str]:
    for word in prompt.text.split():
        yield word.upper()
