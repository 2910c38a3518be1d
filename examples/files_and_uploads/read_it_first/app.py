from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


async def upload(request: Request):
    data = b""
    async for part in request.stream():
        data += part
    return data


@app.put("/lines", response_class=StreamingResponse)
async def lines(data: Annotated[bytes, Depends(upload)]):
    for line in data.splitlines():
        yield line + b"!\n"
