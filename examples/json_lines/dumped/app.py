import json

from fastapi import FastAPI

app = FastAPI()
ROWS = [{"sensor": "attic", "celsius": 19.5}, {"sensor": "roof", "celsius": -2.0}]


@app.get("/readings")
async def readings():
    for row in ROWS:
        yield json.dumps(row) + "\n"
