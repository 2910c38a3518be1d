import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


class Text(StreamingResponse):
    media_type = "text/plain"


@app.get("/pieces", response_class=Text)
async def pieces() -> AsyncIterable[str]:
    for number in range(1, 6):
        yield f"piece {number}\n"
        await asyncio.sleep(0.3)
