from fastapi import Depends, FastAPI, Response
from fastapi.responses import StreamingResponse

app = FastAPI()
ORDERS = {"may": ["tea,4\n", "cup,2\n"]}


async def as_a_file(month: str, response: Response):
    response.headers["Content-Disposition"] = f'attachment; filename="{month}.csv"'
    response.set_cookie("exported", month)


async def lines(month: str):
    for line in ORDERS[month]:
        yield line


@app.get("/orders/{month}", dependencies=[Depends(as_a_file)])
async def export(month: str):
    return StreamingResponse(lines(month), media_type="text/csv")
