from fastapi import FastAPI, HTTPException

app = FastAPI()
reports = {"may": ["opened 1", "closed 2"]}


@app.get("/reports/{name}")
async def report(name: str):
    if name not in reports:
        raise HTTPException(404, "no such report")
    for line in reports[name]:
        yield line
