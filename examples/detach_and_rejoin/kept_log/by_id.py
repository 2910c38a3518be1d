import asyncio
from itertools import count
from math import inf
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()
answers, numbers = {}, count(1)


class Answer:
    def __init__(self):
        self.log, self.news, self.length = [], asyncio.Condition(), inf
        self.task = asyncio.create_task(self.produce())

    async def add(self, event, text):
        async with self.news:
            self.log.append(ServerSentEvent(event=event, raw_data=text, id=str(len(self.log) + 1)))
            self.news.notify_all()

    async def produce(self):
        reason = "incomplete"
        try:
            for token in ("It ", "is ", "sunny ", "today."):
                await self.add("token", token)
                await asyncio.sleep(1)
            reason = "complete"
        finally:
            self.length = len(self.log) + 1
            await self.add("end", reason)


async def find(number: int) -> Answer:
    if number not in answers:
        raise HTTPException(404)
    return answers[number]


Found = Annotated[Answer, Depends(find)]


@app.post("/answers", status_code=202)
async def start() -> int:
    number = next(numbers)
    answers[number] = Answer()
    return number


@app.get("/answers/{number}", response_class=EventSourceResponse)
async def follow(answer: Found, last_event_id: Annotated[str, Header()] = ""):
    ids = [event.id for event in answer.log]
    seen = ids.index(last_event_id) + 1 if last_event_id in ids else 0
    while seen < answer.length:
        async with answer.news:
            while len(answer.log) <= seen:
                await answer.news.wait()
        yield answer.log[seen]
        seen += 1


@app.delete("/answers/{number}", status_code=204)
async def stop(answer: Found) -> None:
    answer.task.cancel()
