import asyncio
from typing import Annotated

from fastapi import Depends, FastAPI

app = FastAPI()
queues = []


# Write the dependency and the path operation GET /messages here.


@app.post("/messages")
async def publish(text: str) -> str:
    for queue in queues:
        if queue.full():
            queue.get_nowait()
        queue.put_nowait(text)
    return f"listeners: {len(queues)}"
