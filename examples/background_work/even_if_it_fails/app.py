from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
done = []


async def counted():
    try:
        yield
    finally:
        done.append("counted")


@app.get("/file", response_class=StreamingResponse, dependencies=[Depends(counted)])
async def file():
    yield "first part\n"
    raise ValueError("disk error")


@app.get("/done")
async def read_done():
    return done
