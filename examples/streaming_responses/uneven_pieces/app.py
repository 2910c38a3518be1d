from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def generate():
    yield "one\ntwo\n"
    yield ""
    yield "three\n"


@app.get("/stream")
async def stream():
    return StreamingResponse(generate(), media_type="text/plain")
