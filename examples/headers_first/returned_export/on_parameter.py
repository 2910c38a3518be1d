from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse

app = FastAPI()
ORDERS = {"may": ["tea,4\n", "cup,2\n"]}


async def lines(month: str):
    for line in ORDERS[month]:
        yield line


@app.get("/orders/{month}")
async def export(month: str, response: Response):
    response.headers["Content-Disposition"] = f'attachment; filename="{month}.csv"'
    response.set_cookie("exported", month)
    return StreamingResponse(lines(month), media_type="text/csv")
