import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


class Text(StreamingResponse):
    media_type = "text/plain"


@app.get("/answer", response_class=Text)
async def answer():
    for number in range(1, 6):
        yield f"word {number}\n"
        await asyncio.sleep(0.3)
