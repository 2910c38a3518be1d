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
    return StreamingResponse(parts(), background=BackgroundTask(note, "mailed"))
