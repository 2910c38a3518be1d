import anyio
from fastapi import BackgroundTasks, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def save(words):
    await anyio.sleep(0.1)
    print("saved:", words)


@app.get("/answer", response_class=StreamingResponse)
async def answer(tasks: BackgroundTasks):
    words = []
    tasks.add_task(save, words)
    for word in ("One ", "word ", "at ", "a ", "time."):
        words.append(word)
        yield word
        await anyio.sleep(1)
