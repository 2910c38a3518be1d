import asyncio

from fastapi import FastAPI

app = FastAPI()


@app.get("/readings")
async def readings():
    for number in range(1, 4):
        yield {"reading": number}
        await asyncio.sleep(0.2)
