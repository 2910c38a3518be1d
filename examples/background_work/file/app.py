import asyncio
from collections.abc import AsyncIterable

from fastapi import BackgroundTasks, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
downloads = []


async def count(name):
    await asyncio.sleep(2)
    downloads.append(name)


@app.get("/file", response_class=StreamingResponse)
async def file(tasks: BackgroundTasks) -> AsyncIterable[str]:
    tasks.add_task(count, "file")
    for part in range(3):
        yield f"part {part}\n"
        await asyncio.sleep(1)


@app.get("/downloads")
async def read_downloads():
    return downloads
