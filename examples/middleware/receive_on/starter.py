import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse


class LogRequest:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        # Receive one message, print its body, and replay it. Then receive on.


app = FastAPI()
app.add_middleware(LogRequest)


@app.post("/words", response_class=StreamingResponse)
async def echo(words: list[str]):
    for word in words:
        yield f"{word}\n"
        await anyio.sleep(1)
