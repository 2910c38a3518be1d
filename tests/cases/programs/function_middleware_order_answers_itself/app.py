import functools
from contextlib import contextmanager

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, StreamingResponse

app = FastAPI()
in_use = set()


@contextmanager
def slot(name):
    in_use.add(name)
    try:
        yield len(in_use)
    finally:
        in_use.discard(name)


@app.middleware("http")
async def limit(request: Request, call_next):
    with slot(request.query_params["name"]) as used:
        if used > 1:
            return JSONResponse({"detail": "busy"}, 429)
        return await call_next(request)


def counted(endpoint):
    @functools.wraps(endpoint)
    async def wrapper(*args, **options):
        wrapper.calls += 1
        return await endpoint(*args, **options)

    wrapper.calls = 0
    return wrapper


@app.get("/report")
@counted
async def report(name: str):
    async def lines():
        yield f"{name}, {len(in_use)} in use\n"
        yield f"call {report.calls}\n"

    return StreamingResponse(lines(), media_type="text/plain")
