from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def batches():
    for batch in range(8):
        yield f"batch {batch}\n"


@app.get("/report")
async def report():
    return StreamingResponse(batches())


@app.get("/ping")
async def ping():
    return "pong"
