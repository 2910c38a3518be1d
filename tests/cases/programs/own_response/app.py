import asyncio

from starlette.applications import Starlette
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route


async def words(*given):
    for word in given:
        await asyncio.sleep(1)
        yield word


class Letters:
    def __init__(self, text):
        self.left = iter(text)

    def __aiter__(self):
        return self

    async def __anext__(self):
        for letter in self.left:
            return letter
        raise StopAsyncIteration


class Events(StreamingResponse):
    """Puts each item into the form of an event, where Starlette's would send it as it is."""

    media_type = "text/event-stream"

    async def stream_response(self, send):
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async for item in self.body_iterator:
            sent = f"data: {item}\n\n".encode(self.charset)
            await send({"type": "http.response.body", "body": sent, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


class Lines(Response):
    """A response from nothing: it is called as an application, and sends for itself."""

    def __init__(self, items):
        super().__init__(media_type="text/plain")
        self.items = items
        del self.headers["content-length"]

    async def __call__(self, scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        longest = max(len(name) for name in ("first", "other"))
        async for item in self.items:
            await send({"type": "http.response.body", "body": f"{item:>{longest}}\n".encode(), "more_body": True})
        await send({"type": "http.response.body"})


async def events(request):
    return Events(words("one", "two"))


async def lines(request):
    return Lines(Letters("ab"))


app = Starlette(routes=[Route("/events", events), Route("/lines", lines)])
