from fastapi import Depends, FastAPI, Response
from fastapi.responses import StreamingResponse

app = FastAPI()
ROWS = [b"tea,4\n", b"cup,2\n", b"pot,9\n"]


async def length(response: Response):
    response.headers["Content-Length"] = str(sum(len(row) for row in ROWS))


@app.get("/report", response_class=StreamingResponse, dependencies=[Depends(length)])
async def report():
    for row in ROWS:
        yield row
