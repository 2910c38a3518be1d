import time
from collections.abc import Iterable
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
pool = ["connection 1", "connection 2"]


def lend():
    connection = pool.pop()
    try:
        yield connection
    finally:
        pool.append(connection)


@app.get("/export", response_class=StreamingResponse)
def export(connection: Annotated[str, Depends(lend)]) -> Iterable[str]:
    for letter in "abcdef":
        yield letter * 32_768
        time.sleep(0.1)


@app.get("/free")
async def free() -> int:
    return len(pool)
