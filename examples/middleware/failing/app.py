from collections.abc import AsyncIterable

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.middleware("http")
async def pass_on(request: Request, call_next):
    return await call_next(request)


@app.get("/words", response_class=StreamingResponse)
async def words() -> AsyncIterable[str]:
    yield "apple\n"
    raise ValueError("no mango")
