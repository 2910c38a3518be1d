import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


async def model(question: str):
    """Stand in for a language model.

    It repeats the question, a token every half second.
    """
    words = ["You", "said:", *question.split()]
    made = 0
    try:
        for word in words:
            await asyncio.sleep(0.5)
            made += 1
            yield f"{word} "
    finally:
        print("model stopped after", made, "tokens")


@app.get("/chat", response_class=____)
async def chat(question: str) -> AsyncIterable[ServerSentEvent]:
    ____ for token in model(question):
        yield ServerSentEvent(event="____", data=token)
    ____ ServerSentEvent(event="done", data={"complete": True})
