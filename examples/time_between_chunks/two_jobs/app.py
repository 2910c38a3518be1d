import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()

JOBS = (("fetch", 1), ("parse", 2))


@app.get("/jobs", response_class=StreamingResponse)
async def jobs() -> AsyncIterable[str]:
    for name, seconds in JOBS:
        yield f"{name}... "
        await asyncio.sleep(seconds)
        yield "done\n"
