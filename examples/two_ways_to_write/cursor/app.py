from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def open_cursor():
    try:
        yield range(1, 9)
    finally:
        print("cursor closed")


@app.get("/seats", response_class=StreamingResponse)
async def seats(cursor: Annotated[range, Depends(open_cursor)]) -> AsyncIterable[str]:
    for seat in cursor:
        yield f"seat {seat}\n"
