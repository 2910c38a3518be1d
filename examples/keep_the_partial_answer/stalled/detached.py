import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
saved, running = [], set()


async def produce(queue):
    text = ""
    for letter in "abcdef":
        text += letter * 32_768
        queue.put_nowait(letter * 32_768)
        await asyncio.sleep(0.1)
    queue.put_nowait(None)
    saved.append(f"{len(text)} characters")


@app.get("/report", response_class=StreamingResponse)
async def report():
    queue = asyncio.Queue()
    task = asyncio.create_task(produce(queue))
    running.add(task)
    task.add_done_callback(running.discard)
    while (block := await queue.get()) is not None:
        yield block


@app.get("/saved")
async def read_saved() -> list[str]:
    return saved
