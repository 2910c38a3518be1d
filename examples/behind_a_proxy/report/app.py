import asyncio

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


async def work():
    await asyncio.sleep(2.5)
    return "42 rows"


@app.get("/report", response_class=EventSourceResponse)
async def report():
    yield ServerSentEvent(event="begun", data="please wait")
    job = asyncio.create_task(work())
    try:
        while not (await asyncio.wait([job], timeout=0.7))[0]:
            yield ServerSentEvent(comment="working")
        yield ServerSentEvent(event="done", data=job.result())
    finally:
        job.cancel()
