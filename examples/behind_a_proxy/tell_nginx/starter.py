import asyncio

from fastapi import Depends, FastAPI, Response
from fastapi.responses import StreamingResponse

app = FastAPI()


class Text(StreamingResponse):
    media_type = "text/plain"


async def unbuffered(response: Response):
    response.headers["____"] = "____"


@app.get("/answer", response_class=Text, dependencies=[Depends(unbuffered)])
async def answer():
    for number in range(1, 6):
        yield f"word {number}\n"
        await asyncio.sleep(0.3)
