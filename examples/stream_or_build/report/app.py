from hashlib import sha256

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def lines(rows):
    for number in range(rows):
        seal = sha256(str(number).encode()).hexdigest()[:8]
        yield f"{number},{seal}\n"


@app.get("/report")
async def report(rows: int):
    return StreamingResponse(lines(rows), media_type="text/csv")
