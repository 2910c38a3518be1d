from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse

app = FastAPI()


async def rows(table: str):
    if table == "orders":
        yield "1,tea\n"


@app.get("/export/{table}")
async def export(table: str):
    cursor = rows(table)
    first = await ____(cursor, None)
    if first is ____:
        raise HTTPException(404, "no rows")

    async def lines():
        yield first
        async for row in cursor:
            yield row

    return StreamingResponse(lines(), media_type="text/csv")
