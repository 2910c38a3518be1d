import asyncio

from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse

app = FastAPI()


async def lines(name):
    for line in ("tea,4\n", "cup,2\n", "pot,1\n"):
        yield line
        await asyncio.sleep(1)
        if name == "broken":
            raise RuntimeError("disk failure")


@app.get("/reports/{name}")
async def report(name: str):
    if name == "missing":
        raise HTTPException(404, "no such report")
    return StreamingResponse(lines(name), media_type="text/csv")
