from collections.abc import AsyncIterable

import anyio
from fastapi import BackgroundTasks, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
saved = []


async def save(blocks):
    await anyio.sleep(0.1)
    saved.append(f"{len(''.join(blocks))} characters")


@app.get("/report", response_class=StreamingResponse)
async def report(tasks: BackgroundTasks) -> AsyncIterable[str]:
    blocks = []
    tasks.add_task(save, blocks)
    for letter in "abcdef":
        blocks.append(letter * 32_768)
        yield blocks[-1]
        await anyio.sleep(0.1)


@app.get("/saved")
async def read_saved() -> list[str]:
    return saved
