from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.put("/sizes")
async def sizes(request: Request):
    async def lines():
        async for part in request.stream():
            yield f"{len(part)} bytes\n"

    return StreamingResponse(lines())
