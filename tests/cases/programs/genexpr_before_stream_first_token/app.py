from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse

app = FastAPI()


class ModelOverloaded(Exception):
    pass


async def generate(prompt):
    """Stands in for a model, which may refuse as soon as it is asked for its first token."""
    if prompt == "too long":
        raise ModelOverloaded(prompt)
    for word in prompt.split():
        yield word


async def put_back(first, rest):
    yield f"data: {first}\n\n"
    async for token in rest:
        yield f"data: {token}\n\n"
    yield "data: [DONE]\n\n"


@app.get("/generate")
async def complete(prompt: str):
    tokens = generate(prompt)
    try:
        first = await anext(tokens)
    except ModelOverloaded as error:
        raise HTTPException(503, "overloaded") from error
    return StreamingResponse(put_back(first, tokens), media_type="text/event-stream")
