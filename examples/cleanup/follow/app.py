from collections.abc import AsyncIterable

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
readers = set()


async def count_me():
    me = object()
    readers.add(me)
    try:
        yield
    finally:
        readers.discard(me)


@app.get("/feed", response_class=StreamingResponse, dependencies=[Depends(count_me)])
async def feed() -> AsyncIterable[str]:
    for i in range(100):
        yield f"message {i}\n"


@app.get("/readers")
async def count() -> int:
    return len(readers)
