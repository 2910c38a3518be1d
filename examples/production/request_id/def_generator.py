import time
from contextvars import ContextVar
from typing import Annotated

from fastapi import BackgroundTasks, FastAPI, Header
from fastapi.responses import StreamingResponse

app = FastAPI()
log = []
request_id = ContextVar("request_id", default="-")


def note(text):
    log.append(f"{request_id.get()} {text}")


@app.get("/words", response_class=StreamingResponse)
def words(tasks: BackgroundTasks, x_request_id: Annotated[str, Header()]):
    request_id.set(x_request_id)
    tasks.add_task(note, "counted")
    for number in range(2):
        note(f"word {number}")
        yield f"word {number}\n"
        time.sleep(1)


@app.get("/log")
async def read_log():
    return log
