from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.middleware("http")
async def shout(request: Request, call_next):
    response = await call_next(request)
    response.body_iterator = in_capitals(response.body_iterator)
    return response


async def in_capitals(pieces):
    async for piece in pieces:
        yield piece.upper()


@app.get("/words", response_class=StreamingResponse)
async def words():
    for word in ["apple", "mango", "cherry"]:
        yield f"{word}\n"
