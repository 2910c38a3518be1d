"""Asks what has a time of its own: threads, other servers, other processes."""

import asyncio
import subprocess
import sys
import threading
import time

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/thread")
async def thread():
    threading.Thread(target=time.sleep, args=(0.01,)).start()


@app.get("/server")
async def server():
    await asyncio.open_connection("127.0.0.1", 9)


@app.get("/process")
async def process():
    subprocess.run([sys.executable, "-c", "pass"], check=True)


@app.get("/rows")
def rows():
    def numbers():
        for number in range(3):
            time.sleep(5)
            yield f"{number} {time.time():.0f}\n"

    return StreamingResponse(numbers())
