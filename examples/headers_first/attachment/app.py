from collections.abc import AsyncIterable

from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse

app = FastAPI()
ORDERS = {"may": ["tea,4\n", "cup,2\n"]}


@app.get("/orders/{month}", response_class=StreamingResponse)
async def export(month: str, response: Response) -> AsyncIterable[str]:
    response.headers["Content-Disposition"] = f'attachment; filename="{month}.csv"'
    response.set_cookie("exported", month)
    for line in ORDERS[month]:
        yield line
