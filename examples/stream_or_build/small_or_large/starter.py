from fastapi import FastAPI
from fastapi.responses import Response, StreamingResponse

app = FastAPI()


async def made(rows: int):
    for number in range(rows):
        yield f"row {number}\n"


# Write the path operation GET /report here.
