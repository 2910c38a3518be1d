import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse


class Timer:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        began = anyio.current_time()
        try:
            await self.app(scope, receive, send)
        ____:
            print(anyio.current_time() - began)


app = FastAPI()
app.add_middleware(Timer)


@app.get("/words", response_class=StreamingResponse)
async def words():
    yield "apple\n"
