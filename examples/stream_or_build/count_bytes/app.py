from fastapi import Depends, FastAPI, Response
from fastapi.responses import StreamingResponse

app = FastAPI()
ROWS = ["thé,4\n", "café,2\n", "pot,9\n"]


async def length(response: Response):
    size = sum(len(row.encode()) for row in ROWS)
    response.headers["Content-Length"] = str(size)


@app.get("/report", response_class=StreamingResponse, dependencies=[Depends(length)])
async def report():
    for row in ROWS:
        yield row
