from contextlib import contextmanager

from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse
from starlette.datastructures import MutableHeaders

app = FastAPI()


@contextmanager
def changed_headers(message):
    headers = MutableHeaders(raw=message["headers"])
    yield headers
    message["headers"] = tuple(tuple(pair) for pair in headers.raw)


def with_headers(**added):
    """A middleware made by a function, as a decorator of the application."""

    def around(app):
        async def wrapped(scope, receive, send):
            async def changed(message):
                if message["type"] == "http.response.start":
                    with changed_headers(message) as headers:
                        headers.update({name.replace("_", "-"): value for name, value in added.items()})
                await send(message)

            await app(scope, receive, changed)

        return wrapped

    return around


async def rows(response):
    yield "row 0\n"
    response.set_cookie("seen", "1")
    yield "row 1\n"


@app.get("/rows")
async def stream(response: Response):
    response.headers["x-first"] = "1"
    return StreamingResponse(rows(response), media_type="text/plain", headers={"x-own": "1"})


app.add_middleware(with_headers(x_accel_buffering="no"))
