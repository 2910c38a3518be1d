from collections.abc import AsyncIterable

from fastapi import BackgroundTasks, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
done = []


async def count():
    done.append("counted")


@app.get("/file", response_class=StreamingResponse)
async def file(tasks: ____) -> AsyncIterable[str]:
    tasks.____(count)
    yield "first part\n"
    yield "last part\n"


@app.get("/done")
async def read_done():
    return done
