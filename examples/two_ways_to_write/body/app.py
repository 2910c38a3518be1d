from collections.abc import AsyncIterable

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.post("/words", response_class=StreamingResponse)
async def words(request: Request) -> AsyncIterable[str]:
    question = await request.json()
    for word in question["text"].split():
        yield word + "\n"
