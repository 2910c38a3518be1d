import asyncio


async def words(question):
    for word in ["You", " said", f" {question}"]:
        await asyncio.sleep(0.15)
        yield word
