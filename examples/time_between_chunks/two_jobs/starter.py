import asyncio
from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()

JOBS = (("fetch", 1), ("parse", 2))

# Write GET /jobs here.
