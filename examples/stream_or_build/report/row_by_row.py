from collections.abc import AsyncIterable
from hashlib import sha256

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


class CSV(StreamingResponse):
    media_type = "text/csv"


@app.get("/report", response_class=CSV)
async def report(rows: int) -> AsyncIterable[str]:
    for number in range(rows):
        seal = sha256(str(number).encode()).hexdigest()[:8]
        yield f"{number},{seal}\n"
