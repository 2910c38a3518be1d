from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse


class PassOn:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(PassOn)


@app.get("/words", response_class=StreamingResponse)
async def words() -> AsyncIterable[str]:
    yield "apple\n"
    raise ValueError("no mango")
