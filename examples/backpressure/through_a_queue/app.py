import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def make(queue):
    for letter in "abcdef":
        await queue.put(letter * 32_768)


async def blocks():
    queue = asyncio.Queue(maxsize=1)
    making = asyncio.create_task(make(queue))
    while not making.done() or not queue.empty():
        block, waiting = await queue.get(), queue.qsize()
        yield f"{waiting} wait behind {block}\n"


@app.get("/download")
async def download():
    return StreamingResponse(blocks(), media_type="text/plain")
