from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
stopped = False


async def words():
    for number in range(8):
        if stopped:
            break
        yield f"word {number}\n"


@app.get("/answer")
async def answer():
    return StreamingResponse(words(), media_type="text/plain")


@app.post("/stop")
async def stop():
    global stopped
    stopped = True
