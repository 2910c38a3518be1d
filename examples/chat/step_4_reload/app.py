import asyncio
from collections.abc import AsyncIterable
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.responses import FileResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


@dataclass
class Answer:
    number: int
    question: str
    text: str = ""
    complete: bool = False
    stopped: bool = False
    log: list[ServerSentEvent] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    producer: asyncio.Task | None = None

    async def add(self, event: str, data):
        async with self.news:
            self.log.append(ServerSentEvent(event=event, data=data, id=str(len(self.log) + 1)))
            self.news.notify_all()


answers: dict[int, Answer] = {}
saved: list[dict] = []


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


async def save(answer: Answer):
    """Stand in for a database."""
    await asyncio.sleep(0.1)
    kept = {"number": answer.number, "question": answer.question, "text": answer.text, "complete": answer.complete}
    saved.append(kept)


async def find(number: int) -> Answer:
    if number not in answers:
        raise HTTPException(404)
    return answers[number]


Found = Annotated[Answer, Depends(find)]


async def produce(answer: Answer):
    try:
        async with aclosing(model(answer.question)) as tokens:
            async for token in tokens:
                answer.text += token
                await answer.add("token", token)
        answer.complete = True
    finally:
        answer.stopped = True
        await save(answer)
        await answer.add("done", {"complete": answer.complete})


@app.post("/answers", status_code=201)
async def ask(question: str) -> int:
    number = len(answers) + 1
    answers[number] = answer = Answer(number, question)
    answer.producer = asyncio.create_task(produce(answer))
    return number


@app.get("/answers/{number}", response_class=EventSourceResponse)
async def follow(
    answer: Found, after: int = 0, last_event_id: Annotated[int | None, Header()] = None
) -> AsyncIterable[ServerSentEvent]:
    seen = last_event_id or after
    while "done" not in [event.event for event in answer.log[:seen]]:
        async with answer.news:
            while len(answer.log) <= seen:
                await answer.news.wait()
        yield answer.log[seen]
        seen += 1


@app.delete("/answers/{number}", status_code=204)
async def stop(answer: Found) -> None:
    if not answer.stopped:
        answer.stopped = True
        answer.producer.cancel()


@app.get("/saved")
async def read_saved() -> list[dict]:
    return saved


@app.get("/")
async def page():
    return FileResponse(Path(__file__).with_name("page.html"))
