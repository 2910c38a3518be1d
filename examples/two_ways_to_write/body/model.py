from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

app = FastAPI()


class Question(BaseModel):
    text: str


@app.post("/words", response_class=StreamingResponse)
async def words(question: Question) -> AsyncIterable[str]:
    for word in question.text.split():
        yield word + "\n"
