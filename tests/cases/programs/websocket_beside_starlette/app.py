from starlette.applications import Starlette
from starlette.endpoints import WebSocketEndpoint
from starlette.responses import StreamingResponse
from starlette.routing import Route, WebSocketRoute


class Echo(WebSocketEndpoint):
    encoding = "text"

    async def on_receive(self, websocket, data):
        await websocket.send_text(data)


async def numbers(request):
    return StreamingResponse((f"{number}\n" for number in range(2)), media_type="text/plain")


app = Starlette(routes=[WebSocketRoute("/echo", Echo), Route("/numbers", numbers)])
