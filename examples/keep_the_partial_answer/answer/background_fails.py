from collections.abc import AsyncIterable

import anyio
from fastapi import BackgroundTasks, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
saved = []


async def save(words):
    await anyio.sleep(0.1)
    saved.append("".join(words))


@app.get("/answer", response_class=StreamingResponse)
async def answer(tasks: BackgroundTasks) -> AsyncIterable[str]:
    words = []
    tasks.add_task(save, words)
    for word in ("One ", "word ", "at ", "a ", "time."):
        words.append(word)
        yield word
        if word == "word ":
            raise ConnectionError("the model is gone")
        await anyio.sleep(1)


@app.get("/saved")
async def read_saved() -> list[str]:
    return saved
