from asyncio import sleep
from collections.abc import AsyncIterable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@asynccontextmanager
async def open_session():
    session = {"name": "Ada"}
    try:
        yield session
    finally:
        session["name"] = "closed"
