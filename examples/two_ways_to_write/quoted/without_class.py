from collections.abc import AsyncIterable

from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
async def orders() -> AsyncIterable[str]:
    for number in range(2):
        yield f"order {number}\n"
