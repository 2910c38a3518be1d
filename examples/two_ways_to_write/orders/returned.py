from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse

app = FastAPI()
ORDERS = {"may": 8}


async def lines(count: int):
    for number in range(count):
        yield f"order {number}\n"


@app.get("/orders/{month}")
async def orders(month: str):
    if month not in ORDERS:
        raise HTTPException(404, "no orders in this month")
    return StreamingResponse(lines(ORDERS[month]), media_type="text/plain")
