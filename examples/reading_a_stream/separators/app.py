from collections.abc import AsyncIterable

from fastapi import FastAPI

app = FastAPI()


@app.get("/quotes")
async def quotes() -> AsyncIterable[dict[str, str]]:
    yield {"text": "one\u2028two"}
