from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
readers = []


async def count_me():
    readers.append("a reader")
    try:
        ____
    finally:
        readers.____()


@app.get("/feed", response_class=StreamingResponse, dependencies=[Depends(count_me)])
async def feed():
    for i in range(100):
        yield f"message {i}\n"


@app.get("/readers")
async def count() -> int:
    return len(readers)
