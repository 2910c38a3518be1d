from collections.abc import AsyncIterable

import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse


class LogRequest:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        messages = [await receive()]
        print(messages[0]["body"])

        async def replay():
            return messages.pop() if messages else await anyio.sleep_forever()

        await self.app(scope, replay, send)


app = FastAPI()
app.add_middleware(LogRequest)


@app.post("/words", response_class=StreamingResponse)
async def echo(words: list[str]) -> AsyncIterable[str]:
    for word in words:
        yield f"{word}\n"
        await anyio.sleep(1)
