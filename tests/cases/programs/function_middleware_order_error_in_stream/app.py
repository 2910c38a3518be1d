import logging

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, StreamingResponse

app = FastAPI()
log = logging.getLogger("rows")


class BrokenRow(Exception):
    pass


@app.exception_handler(BrokenRow)
async def broken_row(request: Request, error: BrokenRow):
    return JSONResponse({"detail": "broken row"}, 422)


@app.middleware("http")
async def log_errors(request: Request, call_next):
    try:
        return await call_next(request)
    except Exception:
        log.exception("in %s", request.url.path)
        raise


async def rows(broken):
    for number in range(3):
        if number == broken:
            raise BrokenRow(number)
        yield f"row {number}\n"


@app.get("/rows")
async def stream(broken: int):
    return StreamingResponse(rows(broken), media_type="text/plain")


@app.get("/first")
async def first(broken: int):
    if broken == 0:
        raise BrokenRow(broken)
    return {"row": 0}
