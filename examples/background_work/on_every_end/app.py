import asyncio
from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
downloads = []


async def counted():
    sent = []
    try:
        yield sent
    finally:
        downloads.append(len(sent))


@app.get("/file", response_class=StreamingResponse)
async def file(sent: Annotated[list, Depends(counted)]) -> AsyncIterable[str]:
    for part in range(3):
        sent.append(part)
        yield f"part {part}\n"
        await asyncio.sleep(1)


@app.get("/downloads")
async def read_downloads():
    return downloads
