from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()
audit = []


class Unit:
    """A unit of work: what was done is kept only if nothing went wrong."""

    def __init__(self):
        self.state = "open"

    async def commit(self):
        self.state = "committed"

    async def rollback(self):
        self.state = "rolled back"


async def unit_of_work():
    unit = Unit()
    try:
        yield unit
    except Exception:
        await unit.rollback()
        raise
    else:
        await unit.commit()


def note(unit):
    audit.append(unit.state)


async def numbers(unit, limit):
    for number in range(3):
        if number == limit:
            raise RuntimeError(f"row {number} is broken, {unit.state}")
        yield f"{number}\n"


@app.get("/numbers")
async def stream(unit: Annotated[Unit, Depends(unit_of_work)], tasks: BackgroundTasks, limit: int = 3):
    tasks.add_task(note, unit)
    return StreamingResponse(numbers(unit, limit), media_type="text/plain")
