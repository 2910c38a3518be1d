import threading
from functools import partial
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


class Pool:
    def __init__(self, size):
        self.free = [f"connection {number}" for number in range(size)]
        self.lock = threading.Lock()

    def acquire(self):
        with self.lock:
            return self.free.pop()

    def release(self, connection):
        with self.lock:
            self.free.append(connection)


pools = {"primary": Pool(1), "replica": Pool(2)}


def borrowed(name):
    connection = pools[name].acquire()
    try:
        yield connection
    finally:
        pools[name].release(connection)


def from_pool(name):
    return Depends(partial(borrowed, name))


def rows(connection):
    for number in range(2):
        yield f"{connection} row {number}, {len(pools['replica'].free)} free\n"


@app.get("/report")
def report(connection: Annotated[str, from_pool("replica")]):
    return StreamingResponse(rows(connection), media_type="text/plain")
