from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/orders", response_class=____)
async def orders() -> AsyncIterable[str]:
    for number in range(3):
        yield f"order {number}\n"
