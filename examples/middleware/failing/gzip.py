from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import StreamingResponse

app = FastAPI()
app.add_middleware(GZipMiddleware)


@app.get("/words", response_class=StreamingResponse)
async def words() -> AsyncIterable[str]:
    yield "apple\n"
    raise ValueError("no mango")
