import functools
import itertools

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


class Masked:
    """Works on messages, so that it sees every body, streamed or not."""

    def __init__(self, app, *, secret):
        self.app = app
        self.secret = secret.encode()

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, functools.partial(self.send, send))

    async def send(self, send, message):
        if message["type"] == "http.response.body" and self.secret in message.get("body", b""):
            message = {**message, "body": message["body"].replace(self.secret, b"*" * len(self.secret))}
        await send(message)


app.add_middleware(Masked, secret="tiger")


def pairs(words):
    yield from itertools.pairwise(words)


def lines(words):
    for left, right in pairs(words):
        yield f"{left} {right}\n"


def spaced(chunks, every):
    for number, chunk in enumerate(chunks, 1):
        yield chunk
        if number % every == 0:
            yield "\n"


@app.get("/pairs")
async def stream():
    words = ["the", "tiger", "sleeps"]
    return StreamingResponse(spaced(lines(words), 2), media_type="text/plain")
