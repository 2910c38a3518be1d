import asyncio
import itertools

from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse

app = FastAPI()
jobs = {}
numbers = itertools.count(1)


class Job:
    def __init__(self, number):
        self.number = number
        self.done = []
        self.news = asyncio.Event()

    async def work(self):
        for part in ("load", "resize", "store"):
            await asyncio.sleep(1)
            self.done.append(part)
            self.news.set()

    def follow(self):
        return Follower(self)


class Follower:
    """Tells a job's news, from the first on, to whoever comes and whenever."""

    def __init__(self, job):
        self.job = job
        self.told = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        while self.told == len(self.job.done):
            if self.told == 3:
                raise StopAsyncIteration
            self.job.news.clear()
            await self.job.news.wait()
        self.told += 1
        return f"{self.job.number} {self.job.done[self.told - 1]}\n"


@app.post("/jobs", status_code=202)
async def start():
    job = jobs[str(number)] = Job(number := next(numbers))
    job.task = asyncio.create_task(job.work())
    return {"job": job.number}


@app.get("/jobs/{number}")
async def follow(number: str):
    if number not in jobs:
        raise HTTPException(404)
    return StreamingResponse(jobs[number].follow(), media_type="text/plain")
