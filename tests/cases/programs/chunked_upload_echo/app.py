from contextlib import aclosing

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse
from starlette.routing import Route

seen = []


async def lines(chunks):
    rest = b""
    async for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line
    if rest:
        yield rest


async def echo(request):
    async def echoed():
        try:
            async with aclosing(lines(request.stream())) as found:
                async for line in found:
                    yield line.upper() + b"\n"
        except ClientDisconnect:
            seen.append("gone")

    return StreamingResponse(echoed(), media_type="text/plain")


async def measure(request):
    sizes = [len(line) async for line in lines(request.stream())]
    return StreamingResponse((f"{size}\n" for size in sizes), media_type="text/plain")


app = Starlette(routes=[Route("/echo", echo, methods=["POST"]), Route("/sizes", measure, methods=["POST"])])
