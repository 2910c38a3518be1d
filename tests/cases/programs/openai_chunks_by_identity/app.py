import time
from dataclasses import dataclass, field

from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@dataclass(eq=False)
class Session:
    began: int = field(default_factory=time.time_ns)

    @property
    def key(self):
        return f"{id(self):x}"


async def stream(session):
    for number in range(2):
        yield f"id: {session.key}-{number}\ndata: {time.time_ns() - session.began}\n\n"


@app.get("/events")
async def events():
    return StreamingResponse(stream(Session()), media_type="text/event-stream")
