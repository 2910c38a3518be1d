from collections.abc import AsyncIterable

from fastapi import FastAPI
from pydantic import BaseModel, ValidationError

app = FastAPI()
ROWS = [{"name": "tea", "price": 4}, {"name": "cup", "price": "a lot"}, {"name": "pot", "price": 20}]


class Product(BaseModel):
    name: str
    price: float


@app.get("/products")
async def products() -> AsyncIterable[Product | dict]:
    for number, row in enumerate(ROWS, 1):
        try:
            item = Product.____(row)
        except ____:
            item = {"row": number, "problem": "no product"}
        yield item
