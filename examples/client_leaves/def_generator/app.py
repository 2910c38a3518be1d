import time

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


def rows():
    try:
        for i in range(100):
            yield f"row {i}\n"
            time.sleep(0.1)
    finally:
        print("cursor closed")


@app.get("/rows")
async def stream():
    return StreamingResponse(rows(), media_type="text/plain")
