import time

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def pieces():
    try:
        for number in range(1, 61):
            yield f"piece {number}\n"
            time.sleep(0.05)
    finally:
        print("finally")


@app.get("/pieces")
async def read_pieces():
    return StreamingResponse(pieces(), media_type="text/plain")
