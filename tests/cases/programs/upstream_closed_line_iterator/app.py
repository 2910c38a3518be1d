from contextlib import contextmanager

from starlette.applications import Starlette
from starlette.responses import StreamingResponse
from starlette.routing import Route


class Lines:
    """What a client library returns: an object that can be asked for line after line, until it is closed."""

    def __init__(self, texts):
        self.texts = list(texts)
        self.closed = False

    def __iter__(self):
        return self

    def __next__(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")
        if not self.texts:
            raise StopIteration
        return self.texts.pop(0) + "\n"


@contextmanager
def opened(*texts):
    lines = Lines(texts)
    yield lines
    lines.closed = True


async def broken(request):
    with opened("one", "two") as lines:
        return StreamingResponse(lines, media_type="text/plain")


async def kept(request):
    def all_lines():
        with opened("one", "two") as lines:
            yield from lines

    return StreamingResponse(all_lines(), media_type="text/plain")


app = Starlette(routes=[Route("/broken", broken), Route("/kept", kept)])
