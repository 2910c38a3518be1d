import time

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


async def prices(request):
    for price in (101, 102, 103, 104):
        if await request.is_disconnected():
            print("feed closed")
            break
        yield f"price {price}\n"
        time.sleep(1)


@app.get("/prices")
async def stream(request: Request):
    return StreamingResponse(prices(request), media_type="text/plain")
