import asyncio

from fastapi import FastAPI

app = FastAPI()
log, news = [], asyncio.Condition()


async def produce():
    for token in ("It ", "is ", "warm."):
        async with news:
            log.append(token)
            news.notify_all()
        await asyncio.sleep(1)


@app.get("/answer")
async def answer(seen: int = 0):
    if not log:
        app.state.producer = asyncio.create_task(produce())
    for place in range(seen, 3):
        async with news:
            await news.wait_for(lambda place=place: len(log) > place)
        yield log[place]
