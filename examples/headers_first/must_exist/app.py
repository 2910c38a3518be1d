from collections.abc import AsyncIterable

from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import StreamingResponse

app = FastAPI()
REPORTS = {"may": ["opened 1\n", "closed 2\n"]}


async def must_exist(name: str):
    if name not in REPORTS:
        raise HTTPException(404, "no such report")


@app.get("/reports/{name}", response_class=StreamingResponse, dependencies=[Depends(must_exist)])
async def report(name: str) -> AsyncIterable[str]:
    for line in REPORTS[name]:
        yield line
