from starlette.applications import Starlette
from starlette.responses import StreamingResponse
from starlette.routing import Route


async def count_down():
    for i in range(3, 0, -1):
        yield f"{i}\n"


async def start(request):
    return StreamingResponse(count_down(), media_type="text/plain")


app = Starlette(routes=[Route("/countdown", start)])
