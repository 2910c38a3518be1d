from fastapi import FastAPI

app = FastAPI()
ROWS = [
    {"id": 1, "title": "opened", "token": "x7"},
    {"id": 2, "title": "closed", "token": "q2"},
]


@app.get("/tickets")
async def tickets():
    for row in ROWS:
        yield row
