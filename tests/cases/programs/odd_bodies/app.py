import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def letters(text):
    for letter in text:
        await asyncio.sleep(0.1)
        yield letter


class Parts:
    """Returns another iterator each time that it is asked for one."""

    def __init__(self, *texts):
        self.texts = list(texts)

    def __aiter__(self):
        return letters(self.texts.pop(0))


class Closed:
    def __aiter__(self):
        raise ValueError("closed")


class Left:
    def __init__(self, text):
        self.left = list(text)

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.left:
            raise StopAsyncIteration
        await asyncio.sleep(0.1)
        return self.left.pop(0)


def mixed():
    yield "one"
    yield 2


one_for_all = letters("abc")
object_for_all = Left("abc")
parts = Parts("ab", "cd")


@app.get("/parts")
async def from_parts():
    return StreamingResponse(parts)


@app.get("/closed")
async def from_closed():
    return StreamingResponse(Closed())


@app.get("/mixed")
async def from_mixed():
    return StreamingResponse(mixed())


@app.get("/exhausted")
async def from_exhausted():
    body = letters("ab")
    print([letter async for letter in body])
    return StreamingResponse(body)


@app.get("/shared")
async def from_shared():
    return StreamingResponse(one_for_all)


@app.get("/object")
async def from_shared_object():
    return StreamingResponse(object_for_all)
