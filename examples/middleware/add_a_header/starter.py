from fastapi import FastAPI
from fastapi.responses import StreamingResponse


class AddHeader:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def with_header(message):
            if message["type"] == "____":
                message["headers"] = [*message["headers"], (b"x-accel-buffering", b"no")]
            await ____(message)

        await self.app(scope, receive, with_header)


app = FastAPI()
app.add_middleware(AddHeader)


@app.get("/words", response_class=StreamingResponse)
async def words():
    yield "apple\n"
