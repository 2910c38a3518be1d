"""Takes an address in its lifespan that is taken already."""

import socket
from contextlib import asynccontextmanager

from fastapi import FastAPI

first = socket.create_server(("127.0.0.1", 0))


@asynccontextmanager
async def lifespan(app):
    with socket.socket() as second:
        second.bind(first.getsockname())
        yield


app = FastAPI(lifespan=lifespan)
