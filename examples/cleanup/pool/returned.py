import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
pool = ["connection 1", "connection 2"]


async def blocks():
    connection = pool.pop()
    try:
        for letter in "abcdef":
            yield letter * 32_768
            await anyio.sleep(0.1)
    finally:
        pool.append(connection)


@app.get("/export")
async def export():
    return StreamingResponse(blocks())


@app.get("/free")
async def free() -> int:
    return len(pool)
