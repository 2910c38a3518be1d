from fastapi import BackgroundTasks, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
done = []


async def parts():
    yield "only part\n"


async def note(what):
    done.append(what)


@app.get("/file")
async def file(tasks: BackgroundTasks):
    tasks.add_task(note, "counted")
    tasks.add_task(note, "mailed")
    return StreamingResponse(parts())
