from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import StreamingResponse

app = FastAPI()
LIMIT = 8


async def upload(request: Request):
    data = b""
    async for part in request.stream():
        data += part
        if len(data) > LIMIT:
            raise HTTPException(413, "too large")
    return data


@app.put("/lines", response_class=StreamingResponse)
async def lines(data: Annotated[bytes, Depends(upload)]):
    for line in data.splitlines():
        yield line + b"!\n"
