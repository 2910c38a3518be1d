from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def generate():
    for word in ["first", "", "last"]:
        yield word


@app.get("/words")
async def words():
    return StreamingResponse(generate(), media_type="text/plain")
