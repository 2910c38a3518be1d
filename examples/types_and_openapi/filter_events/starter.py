from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse
from pydantic import BaseModel

app = FastAPI()


class User(BaseModel):
    name: str


class Account(User):
    password: str


ACCOUNTS = [Account(name="ada", password="s3cret"), Account(name="bob", password="1234")]


@app.get("/users", response_class=____)
async def users() -> AsyncIterable[____]:
    for account in ACCOUNTS:
        yield account
