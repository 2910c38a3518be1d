from contextlib import asynccontextmanager

from fastapi import FastAPI

from .chat import router


@asynccontextmanager
async def lifespan(app):
    print("model loaded")
    yield
    print("model freed")


app = FastAPI(lifespan=lifespan)
app.include_router(router)
not_app = 3


def create_app():
    return app
