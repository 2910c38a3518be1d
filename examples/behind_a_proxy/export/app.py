import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


class Text(StreamingResponse):
    media_type = "text/plain"


@app.get("/export", response_class=Text)
async def export():
    for _ in range(20):
        yield "row " * 500_000
        await asyncio.sleep(0)
    print("all rows made")
