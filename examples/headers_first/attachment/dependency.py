from collections.abc import AsyncIterable

from fastapi import Depends, FastAPI, Response
from fastapi.responses import StreamingResponse

app = FastAPI()
ORDERS = {"may": ["tea,4\n", "cup,2\n"]}


async def as_a_file(month: str, response: Response):
    response.headers["Content-Disposition"] = f'attachment; filename="{month}.csv"'
    response.set_cookie("exported", month)


@app.get("/orders/{month}", response_class=StreamingResponse, dependencies=[Depends(as_a_file)])
async def export(month: str) -> AsyncIterable[str]:
    for line in ORDERS[month]:
        yield line
