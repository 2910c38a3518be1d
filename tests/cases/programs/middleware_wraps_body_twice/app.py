from collections.abc import AsyncIterator

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


class Numbered:
    """An iterator in the form of a class, around whatever the response has."""

    def __init__(self, chunks: AsyncIterator[bytes]):
        self.chunks = chunks
        self.number = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        chunk = await anext(self.chunks)
        self.number += 1
        return str(self.number).encode() + b" " + chunk


async def upper(chunks):
    async for chunk in chunks:
        yield chunk.upper()
    yield b"END\n"


@app.middleware("http")
async def number(request: Request, call_next):
    response = await call_next(request)
    response.body_iterator = Numbered(response.body_iterator)
    return response


@app.middleware("http")
async def shout(request: Request, call_next):
    response = await call_next(request)
    response.body_iterator = upper(response.body_iterator)
    return response


async def words():
    yield "to\n"
    yield "be\n"


@app.get("/words")
async def stream():
    return StreamingResponse(words(), media_type="text/plain")
