from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/stream", response_class=StreamingResponse)
async def stream() -> AsyncIterable[str]:
    for i in range(3):
        yield f"chunk {i}\n"
