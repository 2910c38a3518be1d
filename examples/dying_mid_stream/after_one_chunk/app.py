from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def generate():
    for percent in [50, 0]:
        yield f"{100 / percent}\n"


@app.get("/ratios")
async def ratios():
    return StreamingResponse(generate(), media_type="text/plain")
