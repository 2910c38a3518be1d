from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/report", response_class=StreamingResponse)
async def report():
    batch = []
    for number in range(5):
        batch.append(f"row {number}\n")
        if len(batch) == 2:
            yield "".join(batch)
            batch.clear()
    yield "".join(batch)
