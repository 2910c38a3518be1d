import asyncio

from fastapi import BackgroundTasks, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
done = []


async def count():
    done.append("counted")


@app.get("/file", response_class=StreamingResponse)
async def file(tasks: BackgroundTasks):
    for part in range(3):
        yield f"part {part}\n"
        await asyncio.sleep(1)
    tasks.add_task(count)


@app.get("/done")
async def read_done():
    return done
