from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def generate():
    for i in range(3):
        yield f"chunk {i}\n"


@app.api_route("/stream", methods=["GET", "HEAD"])
async def stream():
    return StreamingResponse(generate(), media_type="text/plain")
