from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
ORDERS = {"may": ["tea,4\n", "cup,2\n"]}


async def lines(month: str):
    for line in ORDERS[month]:
        yield line


@app.get("/orders/{month}", status_code=202)
async def export(month: str):
    return StreamingResponse(lines(month), media_type="text/csv")
