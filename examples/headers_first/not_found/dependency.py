from fastapi import Depends, FastAPI, HTTPException

app = FastAPI()
reports = {"may": ["opened 1", "closed 2"]}


async def must_exist(name: str):
    if name not in reports:
        raise HTTPException(404, "no such report")


@app.get("/reports/{name}", dependencies=[Depends(must_exist)])
async def report(name: str):
    for line in reports[name]:
        yield line
