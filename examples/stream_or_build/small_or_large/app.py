from fastapi import FastAPI
from fastapi.responses import Response, StreamingResponse

app = FastAPI()


async def made(rows: int):
    for number in range(rows):
        yield f"row {number}\n"


@app.get("/report")
async def report(rows: int):
    if rows > 3:
        return StreamingResponse(made(rows))
    return Response("".join([row async for row in made(rows)]))
