import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse


class Renderer:
    def __init__(self, scale):
        self.scale = scale

    def __call__(self, page, *, colour):
        time.sleep(self.scale)
        return f"page {page} in {colour}\n"


@asynccontextmanager
async def lifespan(app):
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="render") as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)
render = Renderer(0.2)


async def pages(pool):
    loop = asyncio.get_running_loop()
    futures = [loop.run_in_executor(pool, partial(render, page, colour="grey")) for page in range(2)]
    for future in futures:
        yield await future


@app.get("/book")
async def book(request: Request):
    return StreamingResponse(pages(request.app.state.pool), media_type="text/plain")
