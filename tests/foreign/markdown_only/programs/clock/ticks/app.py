import asyncio


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    for tick in (1, 2):
        await asyncio.sleep(1)
        await send({"type": "http.response.body", "body": b"tick %d\n" % tick, "more_body": True})
    await send({"type": "http.response.body"})
