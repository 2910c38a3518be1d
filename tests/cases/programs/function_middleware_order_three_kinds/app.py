from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from starlette.middleware.base import BaseHTTPMiddleware

app = FastAPI()


class Outer:
    """A pure ASGI middleware."""

    def __init__(self, app, name):
        self.app = app
        self.name = name

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def named(message):
            if message["type"] == "http.response.start":
                message["headers"].append((b"x-outer", self.name.encode()))
            await send(message)

        await self.app(scope, receive, named)


class Middle(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.seen = ["middle"]
        response = await call_next(request)
        response.headers["x-middle"] = ",".join(request.state.seen)
        return response


@app.middleware("http")
async def inner(request: Request, call_next):
    request.state.seen.append("inner")
    return await call_next(request)


app.add_middleware(Middle)
app.add_middleware(Outer, name="outer")


async def rows(seen):
    for name in seen:
        yield f"{name}\n"


@app.get("/rows")
async def stream(request: Request):
    return StreamingResponse(rows(request.state.seen), media_type="text/plain")
