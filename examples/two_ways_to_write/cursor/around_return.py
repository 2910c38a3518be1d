from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def lines(cursor: range):
    for seat in cursor:
        yield f"seat {seat}\n"


@app.get("/seats")
async def seats():
    cursor = range(1, 9)
    try:
        return StreamingResponse(lines(cursor), media_type="text/plain")
    finally:
        print("cursor closed")
