import contextvars

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

request_id = contextvars.ContextVar("request_id", default="none")
api = FastAPI()


async def rows():
    for number in range(2):
        yield f"{request_id.get()} row {number}\n"


@api.get("/rows")
async def stream():
    return StreamingResponse(rows(), media_type="text/plain")


class RequestId:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        token = request_id.set(dict(scope.get("headers", ())).get(b"x-request-id", b"none").decode())
        try:
            await self.app(scope, receive, send)
        finally:
            request_id.reset(token)


app = RequestId(api)
