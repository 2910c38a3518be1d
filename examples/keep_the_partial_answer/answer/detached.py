import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
saved, running = [], set()


async def produce(queue):
    text = ""
    for word in ("One ", "word ", "at ", "a ", "time."):
        text += word
        queue.put_nowait(word)
        await asyncio.sleep(1)
    queue.put_nowait(None)
    saved.append(text)


@app.get("/answer", response_class=StreamingResponse)
async def answer() -> AsyncIterable[str]:
    queue = asyncio.Queue()
    task = asyncio.create_task(produce(queue))
    running.add(task)
    task.add_done_callback(running.discard)
    while (word := await queue.get()) is not None:
        yield word


@app.get("/saved")
async def read_saved() -> list[str]:
    return saved
