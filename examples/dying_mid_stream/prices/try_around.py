from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, StreamingResponse

app = FastAPI()
SOLD = {"Mon": 4, "Tue": 2, "Wed": 0, "Thu": 5}


async def prices():
    for day, count in SOLD.items():
        yield f"{day} {100 / count:.2f}\n"


@app.get("/prices")
async def report():
    try:
        return StreamingResponse(prices(), media_type="text/plain")
    except ZeroDivisionError:
        return PlainTextResponse("no sales", status_code=500)
