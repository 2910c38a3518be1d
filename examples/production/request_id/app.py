import asyncio
from contextvars import ContextVar
from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, Header
from fastapi.responses import StreamingResponse

log = []
request_id = ContextVar("request_id", default="-")


def note(text):
    log.append(f"{request_id.get()} {text}")


async def read_id(x_request_id: Annotated[str, Header()] = "-"):
    request_id.set(x_request_id)


app = FastAPI(dependencies=[Depends(read_id)])


@app.get("/words", response_class=StreamingResponse)
async def words(tasks: BackgroundTasks):
    tasks.add_task(note, "counted")
    for number in range(2):
        note(f"word {number}")
        yield f"word {number}\n"
        await asyncio.sleep(1)


@app.get("/log")
async def read_log():
    return log
