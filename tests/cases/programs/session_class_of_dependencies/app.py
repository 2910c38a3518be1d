from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse


class Connection:
    def __init__(self):
        self.log = ["connect"]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.log.append("disconnect")


def connection():
    with Connection() as opened:
        yield opened


async def transaction(opened: Annotated[Connection, Depends(connection)]):
    opened.log.append("begin")
    yield opened
    opened.log.append("commit")


class Repository:
    def __init__(self, opened: Annotated[Connection, Depends(transaction)]):
        self.opened = opened

    async def all(self):
        for number in range(2):
            self.opened.log.append(f"fetch {number}")
            yield f"{','.join(self.opened.log)}\n"


app = FastAPI()


@app.get("/users")
async def users(repository: Annotated[Repository, Depends()]):
    return StreamingResponse(repository.all(), media_type="text/plain")
