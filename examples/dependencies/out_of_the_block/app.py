from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def open_session():
    session = {"open": True}
    yield session
    session["open"] = False


async def generate(session):
    for i in range(2):
        yield f"row {i}, open: {session['open']}\n"


@app.get("/rows")
async def rows(session: Annotated[dict, Depends(open_session)]):
    return StreamingResponse(generate(session), media_type="text/plain")
