from starlette.applications import Starlette
from starlette.responses import StreamingResponse
from starlette.routing import Route


class Timed:
    """Puts a comment behind the body, and does so too late."""

    def __init__(self, app, comment):
        self.app = app
        self.comment = comment

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)
        if scope["type"] == "http":
            await send({"type": "http.response.body", "body": self.comment, "more_body": False})


async def rows(request):
    async def rows():
        for number in range(2):
            yield f"row {number}\n"

    return StreamingResponse(rows(), media_type="text/plain")


app = Timed(Starlette(routes=[Route("/rows", rows)]), b"# two rows\n")
