from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
pool = ["connection 1", "connection 2"]


async def lend():
    connection = pool.pop()
    try:
        yield connection
    finally:
        pool.append(connection)


@app.get("/rows", response_class=StreamingResponse)
async def rows(connection: Annotated[str, Depends(lend)]) -> AsyncIterable[str]:
    for i in range(100):
        yield f"row {i} from {connection}\n"


@app.get("/free")
async def free() -> int:
    return len(pool)
