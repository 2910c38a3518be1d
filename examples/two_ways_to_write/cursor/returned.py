from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def lines():
    cursor = range(1, 9)
    try:
        for seat in cursor:
            yield f"seat {seat}\n"
    finally:
        print("cursor closed")


@app.get("/seats")
async def seats():
    return StreamingResponse(lines(), media_type="text/plain")
