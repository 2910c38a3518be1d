from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def words(question: str):
    for word in question.split("-"):
        yield word + "\n"


@app.get("/echo/{question}")
async def echo(question: str, stream: bool = True):
    if not stream:
        return {"words": question.split("-")}
    return StreamingResponse(words(question), media_type="text/plain")
