import json

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import StreamingResponse

app = FastAPI()
app.add_middleware(GZipMiddleware)


async def batches(rows, each):
    for start in range(0, rows, each):
        found = range(start, min(start + each, rows))
        yield "".join(json.dumps({"id": n, "half": n / 2}) + "\n" for n in found)


@app.get("/rows")
async def export(rows: int, each: int):
    return StreamingResponse(batches(rows, each), media_type="application/jsonl")
