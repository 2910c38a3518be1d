import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def rows():
    try:
        for i in range(5):
            yield f"row {i}\n"
            await anyio.sleep(1)
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.sleep(1)
            print("cursor closed")


@app.get("/rows")
async def stream():
    return StreamingResponse(rows(), media_type="text/plain")
