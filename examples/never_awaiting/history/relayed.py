from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
CACHE = {number: f"message {number}\n" for number in range(8)}


async def cached():
    for number in CACHE:
        yield CACHE[number]


async def messages():
    async for message in cached():
        yield message


@app.get("/history")
async def history():
    return StreamingResponse(messages(), media_type="text/plain")


@app.get("/ping")
async def ping():
    return "pong"
