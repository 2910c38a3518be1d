from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException
from fastapi.responses import StreamingResponse

tenants = {"acme": ["bolt", "nut"]}


@contextmanager
def opened(tenant):
    catalogue = {"tenant": tenant, "open": True}
    try:
        yield catalogue
    finally:
        catalogue["open"] = False


async def verify(x_token: Annotated[str, Header()] = ""):
    if x_token != "secret":
        raise HTTPException(403, "wrong token")


def catalogue(tenant: str):
    if tenant not in tenants:
        raise HTTPException(404, f"no tenant {tenant}")
    with opened(tenant) as found:
        yield found


def items(found):
    for name in tenants[found["tenant"]]:
        yield f"{name}, open: {found['open']}\n"


exports = APIRouter(prefix="/exports")
tenant_router = APIRouter(prefix="/{tenant}", dependencies=[Depends(catalogue)])
api = APIRouter(prefix="/api", dependencies=[Depends(verify)])


@exports.get("/items")
def export(found: Annotated[dict, Depends(catalogue)]):
    return StreamingResponse(items(found), media_type="text/plain")


tenant_router.include_router(exports)
api.include_router(tenant_router)
app = FastAPI()
app.include_router(api)
