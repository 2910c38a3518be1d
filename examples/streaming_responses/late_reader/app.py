from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def lines():
    for i in range(3):
        yield f"line {i}\n"


@app.get("/lines")
async def stream():
    return StreamingResponse(lines(), media_type="text/plain")
