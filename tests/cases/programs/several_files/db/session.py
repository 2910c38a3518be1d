from contextlib import asynccontextmanager


@asynccontextmanager
async def lifespan(app):
    app.state.names = ["curie", "lovelace"]
    yield
    app.state.names.clear()


async def get_session():
    opened = ["curie", "lovelace"]
    yield opened
    opened.clear()
