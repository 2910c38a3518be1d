import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

app = FastAPI()


class Score(BaseModel):
    home: int
    away: int


class Board:
    """Keeps the newest score only: a slow reader misses the ones between."""

    def __init__(self):
        self.score = Score(home=0, away=0)
        self.version = 0
        self.changed = asyncio.Condition()

    async def set(self, score):
        async with self.changed:
            self.score, self.version = score, self.version + 1
            self.changed.notify_all()

    async def watch(self):
        seen = -1
        while True:
            async with self.changed:
                while self.version == seen:
                    await self.changed.wait()
                seen = self.version
            yield self.score


board = Board()


async def as_events(scores):
    async for score in scores:
        yield f"data: {score.model_dump_json()}\n\n"


@app.get("/score")
async def score():
    return StreamingResponse(as_events(board.watch()), media_type="text/event-stream")


@app.put("/score", status_code=204)
async def put_score(score: Score):
    await board.set(score)
