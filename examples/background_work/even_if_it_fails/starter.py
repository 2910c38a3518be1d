from fastapi import BackgroundTasks, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
done = []


async def count():
    done.append("counted")


@app.get("/file", response_class=StreamingResponse)
async def file(tasks: BackgroundTasks):
    tasks.add_task(count)
    yield "first part\n"
    raise ValueError("disk error")


@app.get("/done")
async def read_done():
    return done
