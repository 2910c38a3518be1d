from fastapi import BackgroundTasks, FastAPI
from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask

app = FastAPI()
done = []


async def parts():
    yield "only part\n"


async def note(what):
    done.append(what)


@app.get("/file")
async def file(tasks: BackgroundTasks):
    tasks.add_task(note, "counted")
    response = StreamingResponse(parts(), media_type="text/plain")
    response.background = BackgroundTask(note, "mailed")
    return response


@app.get("/done")
async def read_done():
    return done
