from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


async def lines(request: Request):
    question = await request.json()
    for word in question["text"].split():
        yield word + "\n"


@app.post("/words")
async def words(request: Request):
    return StreamingResponse(lines(request), media_type="text/plain")
