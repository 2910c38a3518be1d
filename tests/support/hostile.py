"""Programs that do what a run must not do."""

from __future__ import annotations

# Its seconds are more than any program takes that comes to an end, on however busy a machine.
SCENARIO = """\
title = "A bad example"
watch = []
limits = { seconds = 30 }

[[client]]
script = [
    { send = "GET /stream", headers = { Connection = "close" } },
    { read = "all" },
]
"""


IMPORTS = """\
import asyncio, ctypes, multiprocessing, os, signal, subprocess, sys, threading, time
from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse

app = FastAPI()
"""


ENDPOINT = """
@app.get("/stream")
async def stream():
    return StreamingResponse(generate(), media_type="text/plain")
"""


def in_generator(code: str, *, kind: str = "async def") -> str:
    body = "\n".join(f"    {line}" for line in code.split("\n"))
    return f"{IMPORTS}\n{kind} generate():\n    yield 'first'\n{body}\n    yield 'last'\n{ENDPOINT}"
