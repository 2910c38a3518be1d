import time

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def compute(number):
    time.sleep(0.2)
    return f"row {number}\n"


async def rows():
    for number in range(4):
        yield await compute(number)


@app.get("/rows")
async def read_rows():
    return StreamingResponse(rows(), media_type="text/plain")
