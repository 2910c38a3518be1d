import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def batches():
    for batch in (["tea,4\n", "cup,2\n", "pot,1\n"], ["tin,7\n"]):
        await asyncio.sleep(1)
        yield batch


@app.get("/rows", response_class=StreamingResponse)
async def rows() -> AsyncIterable[str]:
    async for batch in batches():
        yield "".join(batch)
