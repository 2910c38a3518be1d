from collections.abc import AsyncIterable
from typing import Annotated

import anyio
from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import StreamingResponse

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"])
STOCK = {"fruit": ["apple", "mango"]}


async def stock(kind: str) -> list[str]:
    return STOCK[kind]


@app.get("/words/{kind}", response_class=StreamingResponse)
async def words(found: Annotated[list[str], Depends(stock)]) -> AsyncIterable[str]:
    for word in found:
        await anyio.sleep(1)
        yield f"{word}\n"
