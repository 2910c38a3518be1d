import secrets
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.responses import StreamingResponse

KEYS = {"alpha": ["read", "write"], "beta": ["read"]}


def known_key(x_api_key: Annotated[str, Header()]) -> str:
    if not any(secrets.compare_digest(x_api_key, key) for key in KEYS):
        raise HTTPException(401, "unknown key")
    return x_api_key


class Needs:
    """A dependency with a parameter of its own."""

    def __init__(self, *scopes):
        self.scopes = scopes

    async def __call__(self, key: Annotated[str, Depends(known_key)]):
        missing = frozenset(scope for scope in self.scopes if scope not in KEYS[key])
        if missing:
            raise HTTPException(403, f"needs {', '.join(sorted(missing))}")
        return key


app = FastAPI()


async def lines(key):
    yield f"{sum(len(scope) for scope in KEYS[key])} letters\n"
    for scope in (name.upper() for name in KEYS[key]):
        yield f"{scope}\n"


@app.get("/scopes")
async def scopes(key: Annotated[str, Depends(Needs("read"))]):
    return StreamingResponse(lines(key), media_type="text/plain")


@app.get("/admin")
async def admin(key: Annotated[str, Depends(Needs("read", "admin"))]):
    return StreamingResponse(lines(key), media_type="text/plain")
