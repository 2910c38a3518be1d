from asyncio import sleep
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///shop.db", pool_size=1, max_overflow=0, pool_timeout=0.2)
app = FastAPI()


async def words(session: AsyncSession) -> AsyncIterable[str]:
    name = await session.scalar(text("SELECT 'Ada'"))
    for word in ("Hello", name, "!"):
        yield f"{word} "
        await sleep(0.5)


@app.get("/chat")
async def chat():
    async with AsyncSession(engine) as session:
        return StreamingResponse(words(session))


@app.get("/count")
async def count():
    async with AsyncSession(engine) as session:
        return await session.scalar(text("SELECT 7"))
