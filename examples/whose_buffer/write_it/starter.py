import asyncio
from collections.abc import AsyncIterable

from fastapi import Depends, FastAPI, Response
from fastapi.responses import StreamingResponse

app = FastAPI()


async def orders():
    for number in range(1, 4):
        await asyncio.sleep(1)
        yield f"order {number}\n"


# Write GET /orders here.
