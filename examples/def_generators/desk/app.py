from collections.abc import Iterable
from threading import local

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
desk = local()


@app.get("/{name}", response_class=StreamingResponse)
def greet(name: str) -> Iterable[str]:
    before = getattr(desk, "guest", "nobody")
    desk.guest = name
    yield f"{name} after {before}\n"
