from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def prices():
    for n in range(1, 4):
        text = f"data: {100 + n}\n"
        yield text + "\n"


@app.get("/prices")
async def stream():
    return StreamingResponse(prices(), media_type="text/event-stream")
