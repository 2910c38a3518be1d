from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.endpoints import HTTPEndpoint
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Mount, Route

ORDERS = {1: ["bolt", "nut"]}


@asynccontextmanager
async def session():
    state = {"open": True}
    try:
        yield state
    finally:
        state["open"] = False


class Order(HTTPEndpoint):
    async def get(self, request):
        number = request.path_params["number"]
        if number not in ORDERS:
            raise HTTPException(404, f"no order {number}")
        return StreamingResponse(self.lines(number), media_type="text/plain")

    async def lines(self, number):
        async with session() as state:
            for name in ORDERS[number]:
                yield f"{name}, open: {state['open']}\n"


async def not_found(request, error):
    return PlainTextResponse(f"sorry, {error.detail}\n", status_code=404)


app = Starlette(
    routes=[Mount("/api", routes=[Route("/orders/{number:int}", Order)])],
    exception_handlers={404: not_found},
)
