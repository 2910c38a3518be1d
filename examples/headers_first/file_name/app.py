from collections.abc import AsyncIterable

from fastapi import Depends, FastAPI, Response
from fastapi.responses import StreamingResponse

app = FastAPI()


async def as_a_file(response: Response):
    response.headers["Content-Disposition"] = 'attachment; filename="orders.csv"'


@app.get("/orders", response_class=StreamingResponse, dependencies=[Depends(as_a_file)])
async def orders() -> AsyncIterable[str]:
    for number in range(3):
        yield f"{number},tea\n"
