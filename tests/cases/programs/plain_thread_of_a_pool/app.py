import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
pool = ThreadPoolExecutor(max_workers=2)


def embed(text):
    time.sleep(0.01)
    return len(text)


async def sizes(texts):
    futures = [pool.submit(embed, text) for text in texts]
    for future in futures:
        yield f"{await asyncio.wrap_future(future)}\n"


@app.get("/sizes")
async def stream():
    return StreamingResponse(sizes(["to", "be"]), media_type="text/plain")
