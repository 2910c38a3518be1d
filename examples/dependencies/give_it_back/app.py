from asyncio import sleep
from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def open_session():
    session = {"open": True}
    try:
        yield session
    finally:
        session["open"] = False


@app.get("/rows", response_class=StreamingResponse)
async def rows(session: Annotated[dict, Depends(open_session)]) -> AsyncIterable[str]:
    for i in range(2):
        yield f"row {i}, open: {session['open']}\n"
        await sleep(0.1)
