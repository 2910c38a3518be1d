from collections.abc import AsyncIterable

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class User(BaseModel):
    name: str


class Account(User):
    password: str


ACCOUNTS = [Account(name="ada", password="s3cret"), Account(name="bob", password="1234")]


@app.get("/users")
async def users() -> AsyncIterable[User]:
    for account in ACCOUNTS:
        yield account
