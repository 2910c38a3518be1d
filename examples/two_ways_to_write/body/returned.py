from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


async def lines(text: str):
    for word in text.split():
        yield word + "\n"


@app.post("/words")
async def words(request: Request):
    question = await request.json()
    return StreamingResponse(lines(question["text"]), media_type="text/plain")
