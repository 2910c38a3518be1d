from contextvars import ContextVar

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
language = ContextVar("language", default="unset")


def greet():
    language.set("fr")
    yield "bonjour\n"
    seen = language.get()
    yield f"language is {seen}\n"


@app.get("/greet")
async def stream():
    return StreamingResponse(greet(), media_type="text/plain")
