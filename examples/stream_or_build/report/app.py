from hashlib import sha256

from fastapi import FastAPI
from fastapi.responses import Response

app = FastAPI()


@app.get("/report")
async def report(rows: int):
    found = []
    for number in range(rows):
        seal = sha256(str(number).encode()).hexdigest()[:8]
        found.append(f"{number},{seal}\n")
    return Response("".join(found), media_type="text/csv")
