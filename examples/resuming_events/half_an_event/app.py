import asyncio
from typing import Annotated

from fastapi import FastAPI, Header
from fastapi.responses import StreamingResponse

app = FastAPI()


async def ticks(last: int):
    for n in range(last + 1, 4):
        yield f"id: {n}\n"
        await asyncio.sleep(0.1)
        yield f"data: tick {n}\n\n"
        await asyncio.sleep(0.1)


@app.get("/ticks")
async def stream(last_event_id: Annotated[int, Header()] = 0):
    return StreamingResponse(ticks(last_event_id), media_type="text/event-stream")
