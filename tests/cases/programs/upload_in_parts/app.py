from fastapi import FastAPI, Request

app = FastAPI()


@app.put("/sizes")
async def sizes(request: Request):
    return [len(part) async for part in request.stream()]
