import asyncio
from contextlib import asynccontextmanager


def lifespan_of(publish):
    async def source():
        for letter in "abcdef":
            await asyncio.sleep(1)
            await publish(letter * 131_072)

    @asynccontextmanager
    async def lifespan(app):
        task = asyncio.create_task(source())
        yield
        task.cancel()

    return lifespan
