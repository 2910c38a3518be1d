from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.middleware("http")
async def count_bytes(request: Request, call_next):
    response = await call_next(request)
    response.body_iterator = counted(response.body_iterator)
    return response


async def counted(pieces):
    async for piece in pieces:
        print(len(piece))
        ____ piece


@app.get("/words", response_class=StreamingResponse)
async def words():
    for word in ["apple", "mango", "cherry"]:
        yield f"{word}\n"
