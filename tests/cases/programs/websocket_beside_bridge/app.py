import asyncio

from fastapi import FastAPI, WebSocket
from fastapi.responses import StreamingResponse

app = FastAPI()


class Bridge:
    """Takes from a WebSocket what an event stream passes on. Without one there is nothing but pings."""

    def __init__(self):
        self.texts = asyncio.Queue()

    async def socket(self, socket: WebSocket):
        await socket.accept()
        async for text in socket.iter_text():
            self.texts.put_nowait(text)

    async def events(self):
        while True:
            try:
                async with asyncio.timeout(15):
                    text = await self.texts.get()
            except TimeoutError:
                yield ": ping\n\n"
            else:
                yield f"data: {text}\n\n"

    async def stream(self):
        return StreamingResponse(self.events(), media_type="text/event-stream")


bridge = Bridge()
app.add_api_websocket_route("/in", bridge.socket)
app.add_api_route("/out", bridge.stream)
