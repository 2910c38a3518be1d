import asyncio

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/report", response_class=StreamingResponse)
async def report():
    yield "Monday: 100\n"
    await asyncio.sleep(0.2)
    raise ValueError("no data for Tuesday")
