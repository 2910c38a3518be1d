from collections.abc import AsyncIterable

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()
ORDERS = {"may": ["tea,4\n", "cup,2\n"]}


@app.middleware("http")
async def as_a_file(request: Request, call_next):
    response = await call_next(request)
    response.headers["Content-Disposition"] = 'attachment; filename="orders.csv"'
    response.set_cookie("exported", "yes")
    return response


@app.get("/orders/{month}", response_class=StreamingResponse)
async def export(month: str) -> AsyncIterable[str]:
    for line in ORDERS[month]:
        yield line
