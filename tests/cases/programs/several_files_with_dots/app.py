from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from .words import spoken

app = FastAPI()


@app.get("/words")
async def words():
    return StreamingResponse(spoken(), media_type="text/plain")
