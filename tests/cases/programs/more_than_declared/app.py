from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()

LINES = ["alpha\n", "beta\n", "gamma\n"]


async def lines():
    for line in LINES:
        yield line


@app.get("/lines")
async def download():
    # Whoever wrote this counted characters of another file.
    return StreamingResponse(lines(), headers={"Content-Length": "8"})
