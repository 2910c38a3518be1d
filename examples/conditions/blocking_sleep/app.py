import time

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def pieces():
    for number in range(1, 4):
        yield f"piece {number}\n"
        time.sleep(0.2)


@app.get("/pieces")
async def read_pieces():
    return StreamingResponse(pieces(), media_type="text/plain")
