import time

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


def next_word(number):
    time.sleep(1)
    return f"word {number}\n"


async def words():
    for number in range(8):
        word = next_word(number)
        yield word


@app.get("/answer")
async def answer():
    return StreamingResponse(words(), media_type="text/plain")


@app.get("/ping")
async def ping():
    return "pong"
