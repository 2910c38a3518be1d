import asyncio
import time

import anyio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
saved = []


def save(sent):
    time.sleep(0.3)
    saved.append(sent)


async def tokens():
    sent = 0
    try:
        for number in range(3):
            await asyncio.sleep(1)
            yield f"token {number}\n"
            sent += 1
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(save, sent)


@app.get("/tokens")
async def stream():
    return StreamingResponse(tokens(), media_type="text/plain")
