import asyncio


class Overloaded(Exception):
    pass


async def tokens(question: str):
    """Stands for a language model's API, which answers after a while."""
    await asyncio.sleep(1)
    if question == "why":
        raise Overloaded
    for token in ["It ", "depends."]:
        yield token
