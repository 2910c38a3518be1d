from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


async def read_question(request: Request):
    return await request.json()


@app.post("/words", response_class=StreamingResponse)
async def words(question: Annotated[dict, Depends(read_question)]) -> AsyncIterable[str]:
    for word in question["text"].split():
        yield word + "\n"
