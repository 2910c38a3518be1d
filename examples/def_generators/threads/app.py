from collections.abc import Iterable
from threading import current_thread

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/stream", response_class=StreamingResponse)
def stream() -> Iterable[str]:
    for i in range(3):
        name = current_thread().name
        yield f"{i}: {name}\n"
