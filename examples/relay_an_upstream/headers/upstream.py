import asyncio

from fastapi import FastAPI, Response
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import StreamingResponse

app = FastAPI()
app.add_middleware(GZipMiddleware, minimum_size=0)


async def lines():
    for line in ("tea,4\n", "cup,2\n", "pot,1\n"):
        yield line
        await asyncio.sleep(1)


@app.get("/reports/june")
async def june():
    return StreamingResponse(lines(), media_type="text/csv")


@app.get("/reports/may")
async def may():
    return Response("tea,4\n" * 20, media_type="text/csv")
