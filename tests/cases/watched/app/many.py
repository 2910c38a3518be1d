import asyncio


async def numbers(count, pause, size, fail):
    for number in range(count):
        yield "x" * size if size else f"{number}\n"
    if pause:
        await asyncio.sleep(pause)
        yield "later\n"
        await asyncio.sleep(pause)
        yield "last\n"
    if fail:
        raise RuntimeError("out of numbers")
