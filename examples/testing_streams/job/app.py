import asyncio

from fastapi import BackgroundTasks, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def count():
    print("job counted")


@app.get("/job", response_class=StreamingResponse)
async def job(after: BackgroundTasks):
    after.add_task(count)
    try:
        for number in range(1, 81):
            yield f"step {number}\n"
            await asyncio.sleep(0.1)
    finally:
        print("job closed")
