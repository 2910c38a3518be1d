from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


class PlainText(StreamingResponse):
    ____ = "text/plain"


@app.get("/orders", response_class=PlainText)
async def orders() -> AsyncIterable[str]:
    for number in range(3):
        yield f"order {number}\n"
