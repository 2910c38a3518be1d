from collections.abc import AsyncIterator

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


def left() -> None:
    print("the client has left")


async def prices() -> AsyncIterator[str]:
    yield "101\n"


@app.get("/prices")
async def stream(request: Request) -> StreamingResponse:
    request.add_event_handler("disconnect", left)
    return StreamingResponse(prices(), media_type="text/plain")
