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


@app.post("/answer")
async def start():
    app.state.producer = asyncio.create_task(produce())


@app.get("/answer")
async def follow(seen: int = 0):
    yield "nothing yet"
