from fastapi import BackgroundTasks, Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def session():
    yield
    print("session closed")


async def generate():
    yield "only chunk\n"


async def count_download():
    print("counted")


@app.get("/file", dependencies=[Depends(session)])
async def file(tasks: BackgroundTasks):
    tasks.add_task(count_download)
    return StreamingResponse(generate(), media_type="text/plain")
