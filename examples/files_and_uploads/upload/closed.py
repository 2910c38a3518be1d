from tempfile import SpooledTemporaryFile

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


async def lines(file):
    for line in file:
        yield f"{len(line)} bytes\n"


@app.put("/sizes")
async def sizes(request: Request):
    with SpooledTemporaryFile() as file:
        async for part in request.stream():
            file.write(part)
        file.seek(0)
        return StreamingResponse(lines(file))
