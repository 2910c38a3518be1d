import asyncio

from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse

app = FastAPI()


async def tokens(question: str):
    await asyncio.sleep(1)
    if question == "why":
        raise ConnectionError("model is down")
    for token in ["It ", "depends."]:
        yield token


@app.get("/answers/{question}", response_class=StreamingResponse)
async def answer(question: str):
    try:
        async for token in tokens(question):
            yield token
    except ConnectionError as error:
        raise HTTPException(502, "no answer from the model") from error
