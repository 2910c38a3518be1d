import functools

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount

api = FastAPI()


class Words:
    def __init__(self, *words):
        self.words = words

    async def __aiter__(self):
        for word in self.words:
            yield f"{word}\n"


@api.get("/words")
async def stream():
    return StreamingResponse(Words("one", "two"), media_type="text/plain")


async def under(prefix, app, scope, receive, send):
    if scope["type"] == "http":
        scope = {**scope, "path": scope["path"].removeprefix(prefix)}
    await app(scope, receive, send)


site = Starlette(routes=[Mount("/api", api)], middleware=[Middleware(GZipMiddleware, minimum_size=10)])
app = functools.partial(under, "/proxy", site)
