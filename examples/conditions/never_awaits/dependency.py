import time
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def connection():
    try:
        yield "a connection"
    finally:
        print("dependency exit")


@app.get("/pieces", response_class=StreamingResponse)
async def read_pieces(held: Annotated[str, Depends(connection)]):
    try:
        for number in range(1, 61):
            yield f"piece {number}\n"
            time.sleep(0.05)
    finally:
        print("finally")
