from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
ROWS = ["name,price", "tea,4", "cup,2"]


class CSVResponse(StreamingResponse):
    ____ = "text/csv"


@app.get("/products", response_class=____)
async def products() -> AsyncIterable[str]:
    for row in ROWS:
        yield f"{row}\n"
