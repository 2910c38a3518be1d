import time

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/pieces", response_class=StreamingResponse)
async def read_pieces():
    for number in range(1, 4):
        yield f"piece {number}\n"
        time.sleep(0.2)
