from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def rows():
    try:
        for number in range(8):
            yield f"row {number}\n"
    finally:
        print("cursor closed")


@app.get("/rows")
async def stream():
    return StreamingResponse(rows(), media_type="text/plain")
