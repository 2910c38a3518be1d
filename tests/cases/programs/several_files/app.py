import routes
from db.session import lifespan
from fastapi import FastAPI

app = FastAPI(lifespan=lifespan)
app.include_router(routes.router, prefix="/api")
