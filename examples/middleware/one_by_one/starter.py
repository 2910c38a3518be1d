from fastapi import FastAPI, Request
from fastapi.responses import Response, StreamingResponse

app = FastAPI()


@app.middleware("http")
async def shout(request: Request, call_next):
    response = await call_next(request)
    body = b""
    async for piece in response.body_iterator:
        body += piece
    return Response(body.upper(), response.status_code, dict(response.headers))


@app.get("/words", response_class=StreamingResponse)
async def words():
    for word in ["apple", "mango", "cherry"]:
        yield f"{word}\n"
