from fastapi import FastAPI
from fastapi.responses import JSONResponse, StreamingResponse

app = FastAPI()


@app.exception_handler(ZeroDivisionError)
async def on_error(request, error):
    return JSONResponse({"error": str(error)}, status_code=500)


async def ratios(parts):
    for part in parts:
        yield f"{100 / part}\n"


@app.get("/ratios")
async def stream():
    parts = [50, 0]
    return StreamingResponse(ratios(parts), media_type="text/plain")
