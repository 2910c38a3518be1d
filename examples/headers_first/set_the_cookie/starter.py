from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse

app = FastAPI()


async def lines():
    for number in range(3):
        yield f"{number},tea\n"


@app.get("/orders")
async def orders(response: Response):
    response.set_cookie("exported", "yes")
    return StreamingResponse(lines(), media_type="text/csv")
