from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def lines():
    for number in range(2):
        yield f"order {number}\n"


@app.get("/orders", response_class=StreamingResponse)
async def orders():
    return lines()
