from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def generate():
    for i in range(3):
        yield f"chunk {i}\n"


@app.get("/stream")
async def stream():
    pieces = generate()
    return StreamingResponse(pieces, media_type="text/plain")
