from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import StreamingResponse

app = FastAPI()
app.add_middleware(GZipMiddleware)


async def generate():
    for fruit in ["apple", "mango", "cherry"]:
        yield fruit


@app.get("/fruits")
async def fruits():
    return StreamingResponse(generate(), media_type="text/plain")
