from asyncio import sleep
from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///shop.db", pool_size=1, max_overflow=0, pool_timeout=0.2)
app = FastAPI()


async def open_session():
    async with AsyncSession(engine) as session:
        yield session


@app.get("/chat", response_class=StreamingResponse)
async def chat(session: Annotated[AsyncSession, Depends(open_session)]) -> AsyncIterable[str]:
    name = await session.scalar(text("SELECT 'Ada'"))
    for word in ("Hello", name, "!"):
        yield f"{word} "
        await sleep(0.5)


@app.get("/count")
async def count(session: Annotated[AsyncSession, Depends(open_session)]) -> int:
    return await session.scalar(text("SELECT 7"))
