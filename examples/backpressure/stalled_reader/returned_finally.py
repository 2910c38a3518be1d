from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def blocks():
    try:
        for letter in "abcdef":
            yield letter * 32_768
    finally:
        print("closed")


@app.get("/download")
async def download():
    return StreamingResponse(blocks(), media_type="text/plain")
