import hashlib

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, StreamingResponse

app = FastAPI()


class TooLarge(Exception):
    pass


class Limited:
    """Counts what comes in, whoever reads it."""

    def __init__(self, app, limit):
        self.app = app
        self.limit = limit

    async def __call__(self, scope, receive, send):
        got = 0

        async def counted():
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > self.limit:
                raise TooLarge(got)
            return message

        await self.app(scope, counted if scope["type"] == "http" else receive, send)


app.add_middleware(Limited, limit=8)


@app.exception_handler(TooLarge)
def too_large(request, error):
    return JSONResponse({"detail": "too large"}, 413)


def digests(parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
        yield digest.hexdigest()[:8] + "\n"


@app.put("/digest")
async def digest(request: Request):
    parts = [part async for part in request.stream() if part]
    return StreamingResponse(digests(parts), media_type="text/plain")
