from contextvars import ContextVar

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
language = ContextVar("language", default="unset")


def greet():
    yield "hello\n"
    yield f"language is {language.get()}\n"


@app.get("/greet")
async def stream():
    language.set("fr")
    return StreamingResponse(greet(), media_type="text/plain")
