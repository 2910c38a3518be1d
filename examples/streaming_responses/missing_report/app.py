from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse

app = FastAPI()
reports = {"may": ["opened 1\n", "closed 2\n"]}


async def lines(name):
    for line in reports[name]:
        yield line


@app.get("/reports/{name}")
async def report(name: str):
    if name not in reports:
        raise HTTPException(404, "no such report")
    return StreamingResponse(lines(name), media_type="text/plain")
