from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.put("/sizes", response_class=StreamingResponse)
async def sizes(request: Request):
    async for part in request.stream():
        yield f"{len(part)} bytes\n"
