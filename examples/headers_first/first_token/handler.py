from collections.abc import AsyncIterable

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, StreamingResponse
from model import Overloaded, tokens

app = FastAPI()


@app.exception_handler(Overloaded)
async def overloaded(request: Request, error: Overloaded):
    return JSONResponse({"detail": "overloaded"}, 429, headers={"Retry-After": "5"})


@app.get("/answers/{question}", response_class=StreamingResponse)
async def answer(question: str) -> AsyncIterable[str]:
    async for token in tokens(question):
        yield token
