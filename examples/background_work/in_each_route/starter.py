from fastapi import BackgroundTasks, Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
done = []


async def count():
    done.append("counted")


async def counted(tasks: BackgroundTasks):
    ____


@app.get("/file", response_class=StreamingResponse, dependencies=[____(counted)])
async def file():
    yield "only part\n"


@app.get("/done")
async def read_done():
    return done
