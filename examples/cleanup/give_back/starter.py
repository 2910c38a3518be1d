from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
pool = ["connection 1", "connection 2"]


@app.get("/rows", response_class=StreamingResponse)
async def rows() -> AsyncIterable[str]:
    connection = pool.pop()
    try:
        for i in range(100):
            yield f"row {i} from {connection}\n"
    finally:
        pool.append(connection)


@app.get("/free")
async def free() -> int:
    return len(pool)
