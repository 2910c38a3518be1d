import asyncio
import functools

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

app = FastAPI()
aborted = []


async def listen_for_disconnect(request):
    while (await request.receive())["type"] != "http.disconnect":
        pass


def with_cancellation(handler):
    """Cancels an endpoint that does not stream as soon as its client has left."""

    @functools.wraps(handler)
    async def wrapper(*args, **options):
        request = options["raw_request"]
        handling = asyncio.create_task(handler(*args, **options))
        listening = asyncio.create_task(listen_for_disconnect(request))
        done, pending = await asyncio.wait([handling, listening], return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        if handling in done:
            return handling.result()
        return None

    return wrapper


async def infer(words):
    number = 0
    try:
        while number < words:
            await asyncio.sleep(1)
            number += 1
    except asyncio.CancelledError:
        aborted.append(number)
        raise
    return "done"


@app.post("/completion")
@with_cancellation
async def completion(raw_request: Request, words: int):
    return JSONResponse({"text": await infer(words)})
