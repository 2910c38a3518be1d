from . import model


async def one_by_one(question):
    async for word in model.words(question):
        yield word
