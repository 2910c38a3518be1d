import time

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/pieces", response_class=StreamingResponse)
async def read_pieces():
    try:
        for number in range(1, 61):
            yield f"piece {number}\n"
            time.sleep(0.05)
    finally:
        print("finally")
