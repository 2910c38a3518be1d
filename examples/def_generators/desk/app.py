from threading import local

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
desk = local()


def greet(name):
    before = getattr(desk, "guest", "nobody")
    desk.guest = name
    yield f"{name} after {before}\n"


@app.get("/{name}")
async def stream(name: str):
    return StreamingResponse(greet(name), media_type="text/plain")
