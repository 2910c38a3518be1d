import asyncio

from litestar import Litestar, get
from litestar.response import Stream


async def orders():
    for number in (1, 2):
        await asyncio.sleep(0.1)
        yield f"order {number}\n"


@get("/orders")
async def feed() -> Stream:
    return Stream(orders(), media_type="text/plain")


app = Litestar([feed], logging_config=None)
