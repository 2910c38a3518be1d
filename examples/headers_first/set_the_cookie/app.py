from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def lines():
    for number in range(3):
        yield f"{number},tea\n"


@app.get("/orders")
async def orders():
    response = StreamingResponse(lines(), media_type="text/csv")
    response.set_cookie("exported", "yes")
    return response
