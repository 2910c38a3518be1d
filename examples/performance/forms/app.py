import time
from collections.abc import AsyncIterable, Iterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from fastapi.sse import EventSourceResponse
from pydantic import BaseModel

app = FastAPI()


class Row(BaseModel):
    number: int
    name: str


async def lines(count):
    for number in range(count):
        yield f'{{"number":{number},"name":"apple"}}\n'


@app.get("/returned")
async def returned(count: int):
    return StreamingResponse(lines(count))


@app.get("/declared", response_class=StreamingResponse)
async def declared(count: int) -> AsyncIterable[str]:
    for number in range(count):
        yield f'{{"number":{number},"name":"apple"}}\n'


@app.get("/threads", response_class=StreamingResponse)
def threads(count: int) -> Iterable[str]:
    for number in range(count):
        yield f'{{"number":{number},"name":"apple"}}\n'


@app.get("/rows")
async def rows(count: int) -> AsyncIterable[Row]:
    for number in range(count):
        yield Row(number=number, name="apple")


@app.get("/events", response_class=EventSourceResponse)
async def events(count: int) -> AsyncIterable[Row]:
    for number in range(count):
        yield Row(number=number, name="apple")


@app.get("/lists")
async def lists(count: int) -> AsyncIterable[list[Row]]:
    for start in range(0, count, 20):
        numbers = range(start, min(start + 20, count))
        yield [Row(number=number, name="apple") for number in numbers]


@app.get("/used")
async def processor_time() -> float:
    return time.process_time()
