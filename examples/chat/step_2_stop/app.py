import asyncio
from collections.abc import AsyncIterable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


@dataclass
class Answer:
    number: int
    question: str
    complete: bool = False
    stopped: bool = False


answers: dict[int, Answer] = {}


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


async def find(number: int) -> Answer:
    if number not in answers:
        raise HTTPException(404)
    return answers[number]


Found = Annotated[Answer, Depends(find)]


@app.post("/answers", status_code=201)
async def ask(question: str) -> int:
    number = len(answers) + 1
    answers[number] = Answer(number, question)
    return number


@app.get("/answers/{number}", response_class=EventSourceResponse)
async def follow(answer: Found) -> AsyncIterable[ServerSentEvent]:
    async with aclosing(model(answer.question)) as tokens:
        async for token in tokens:
            if answer.stopped:
                break
            yield ServerSentEvent(event="token", data=token)
        else:
            answer.complete = True
    yield ServerSentEvent(event="done", data={"complete": answer.complete})


@app.delete("/answers/{number}", status_code=204)
async def stop(answer: Found) -> None:
    answer.stopped = True
