import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


@app.get("/answer", response_class=EventSourceResponse)
async def answer() -> AsyncIterable[ServerSentEvent]:
    for number, token in enumerate(("It ", "is ", "sunny ", "today.", "[DONE]"), start=1):
        yield ServerSentEvent(raw_data=token, id=str(number))
        await asyncio.sleep(1)
