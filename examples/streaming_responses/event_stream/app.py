from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def generate():
    for i in range(3):
        yield f"data: {i}\n\n"


@app.get("/events")
async def events():
    return StreamingResponse(generate(), media_type="text/event-stream")
