from typing import Annotated

from fastapi import Body, Depends, FastAPI
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

app = FastAPI()


class Upload(BaseModel):
    name: str
    lines: list[str]

    def __iter__(self):
        return (f"{self.name}:{number} {line}\n" for number, line in enumerate(self.lines, 1))


async def checked(upload: Annotated[Upload, Body()]):
    upload.lines = [line for line in upload.lines if line.strip()]
    yield upload
    upload.lines.clear()


@app.post("/numbered")
async def numbered(upload: Annotated[Upload, Depends(checked)]):
    return StreamingResponse(upload, media_type="text/plain")
