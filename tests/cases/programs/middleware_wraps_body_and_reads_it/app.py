import logging
import time

from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import iterate_in_threadpool

app = FastAPI()
log = logging.getLogger("bodies")


@app.middleware("http")
async def log_bodies(request: Request, call_next):
    response = await call_next(request)
    if request.url.path == "/whole":
        body = b"".join([chunk async for chunk in response.body_iterator])
        log.info("%s", body)
        return Response(body, response.status_code, dict(response.headers), response.media_type)
    chunks = [chunk async for chunk in response.body_iterator]
    response.body_iterator = iterate_in_threadpool(iter(chunks))
    log.info("%s", b"".join(chunks))
    return response


def words():
    for word in ("to", "be"):
        time.sleep(1)
        yield f"{word}\n"


@app.get("/whole")
@app.get("/again")
def stream():
    return StreamingResponse(words(), media_type="text/plain")
