from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
SOLD = {"Mon": 4, "Tue": 2, "Wed": 0, "Thu": 5}


async def prices():
    try:
        for day, count in SOLD.items():
            yield f"{day} {100 / count:.2f}\n"
        yield "complete\n"
    ____ ZeroDivisionError:
        ____ f"failed at {day}\n"


@app.get("/prices")
async def report():
    return StreamingResponse(prices(), media_type="text/plain")
