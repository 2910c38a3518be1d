from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
SOLD = {"Mon": 4, "Tue": 2, "Wed": 0, "Thu": 5}


@app.get("/prices", response_class=StreamingResponse)
async def prices() -> AsyncIterable[str]:
    for day, count in SOLD.items():
        yield f"{day} {100 / count:.2f}\n"
