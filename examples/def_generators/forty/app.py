from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


def report(pool):
    for _ in range(2):
        yield f"{pool.borrowed_tokens} of {pool.total_tokens} threads lent\n"


@app.get("/report")
async def stream():
    pool = current_default_thread_limiter()
    return StreamingResponse(report(pool), media_type="text/plain")
