from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
CACHE = {number: f"message {number}\n" for number in range(8)}


async def load(number):
    return CACHE[number]


async def messages():
    for number in CACHE:
        message = await load(number)
        yield message


@app.get("/history")
async def history():
    return StreamingResponse(messages(), media_type="text/plain")


@app.get("/ping")
async def ping():
    return "pong"
