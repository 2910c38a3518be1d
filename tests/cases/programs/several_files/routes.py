from typing import Annotated

from db import session
from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse

router = APIRouter()


async def rows(names):
    for name in names:
        yield f"{name}\n"
        if name == "lovelace":
            raise LookupError(f"no row after {name}")


@router.get("/names")
async def names(opened: Annotated[list, Depends(session.get_session)]):
    return StreamingResponse(rows(opened), media_type="text/plain")
