import asyncio
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from chunkwise import ASGIRecorder


@asynccontextmanager
async def lifespan(app):
    yield
    for exchange in recorder.recordings:
        print(exchange)
    recorder.write(har="streams.har", trace="streams.trace")


app = FastAPI(lifespan=lifespan)


@app.get("/chat", response_class=StreamingResponse)
async def chat(q: str):
    for word in ("You", " said", f" {q}"):
        yield word
        await asyncio.sleep(0.2)


recorder = ASGIRecorder(app, paths=["/chat*"])
