from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/orders", response_class=StreamingResponse)
async def orders() -> AsyncIterable[str]:
    for number in range(2):
        yield f"order {number}\n"
