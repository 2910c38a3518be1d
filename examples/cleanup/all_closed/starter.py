import asyncio
from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def fetch():
    try:
        for i in range(100):
            yield f"row {i}\n"
    finally:
        await asyncio.sleep(0.1)
        print("cursor closed")
