import asyncio


async def numbers(count):
    for number in range(count):
        await asyncio.sleep(1)
        yield f"{number}\n".encode()


async def gone(receive):
    while (await receive())["type"] != "http.disconnect":
        pass


async def respond(send, count):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    async for chunk in numbers(count):
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    tasks = {asyncio.ensure_future(respond(send, 3)), asyncio.ensure_future(gone(receive))}
    _, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
