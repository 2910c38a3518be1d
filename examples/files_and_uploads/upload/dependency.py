from tempfile import SpooledTemporaryFile
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import StreamingResponse

app = FastAPI()
LIMIT = 20


async def saved(request: Request):
    with SpooledTemporaryFile(max_size=1024 * 1024) as file:
        async for part in request.stream():
            file.write(part)
            if file.tell() > LIMIT:
                raise HTTPException(413, "too large")
        file.seek(0)
        yield file


@app.put("/sizes", response_class=StreamingResponse)
async def sizes(file: Annotated[SpooledTemporaryFile, Depends(saved)]):
    for line in file:
        yield f"{len(line)} bytes\n"
