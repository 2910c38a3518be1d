from collections.abc import AsyncIterable

from fastapi import BackgroundTasks, Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
done = []


async def note(what):
    done.append(what)


async def session(tasks: BackgroundTasks):
    tasks.add_task(note, "added before the stream")
    yield
    tasks.add_task(note, "added after the stream")
    done.append("session closed")


@app.get("/file", response_class=StreamingResponse, dependencies=[Depends(session)])
async def file() -> AsyncIterable[str]:
    yield "only part\n"


@app.get("/done")
async def read_done():
    return done
