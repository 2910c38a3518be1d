from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse
from model import Overloaded, tokens

app = FastAPI()


@app.get("/answers/{question}", response_class=StreamingResponse)
async def answer(question: str):
    try:
        async for token in tokens(question):
            yield token
    except Overloaded as error:
        raise HTTPException(429, headers={"Retry-After": "5"}) from error
