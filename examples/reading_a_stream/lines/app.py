import json
from collections.abc import AsyncIterable

from fastapi import FastAPI

app = FastAPI()
READS = [b'{"n": 1}\n{"n": 2}\n{"n', b'": 3}\n{"n": 4}']


async def reads():
    for data in READS:
        yield data


@app.get("/numbers")
async def numbers() -> AsyncIterable[int]:
    rest = b""
    async for data in reads():
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            yield json.loads(line)["n"]
    if rest:
        yield json.loads(rest)["n"]
