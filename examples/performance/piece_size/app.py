from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def in_the_loop(total, size):
    for _ in range(total // size):
        yield b"." * size


def in_threads(total, size):
    for _ in range(total // size):
        yield b"." * size


@app.get("/async")
async def from_async(total: int, size: int):
    return StreamingResponse(in_the_loop(total, size))


@app.get("/def")
async def from_def(total: int, size: int):
    return StreamingResponse(in_threads(total, size))
