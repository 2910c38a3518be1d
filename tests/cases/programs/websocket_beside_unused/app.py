from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, WebSocket
from fastapi.responses import StreamingResponse

router = APIRouter()


class Connections:
    def __init__(self):
        self.active = []

    def __len__(self):
        return len(self.active)

    async def broadcast(self, text):
        for socket in self.active:
            await socket.send_text(text)


connections = Connections()


async def manager():
    yield connections


@router.websocket("/ws/{room}")
async def chat(socket: WebSocket, room: str, all_of_them: Annotated[Connections, Depends(manager)]):
    await socket.accept()
    all_of_them.active.append(socket)
    async for text in socket.iter_text():
        await all_of_them.broadcast(f"{room}: {text}")


async def counts(all_of_them):
    for number in range(2):
        await all_of_them.broadcast(f"count {number}")
        yield f"{len(all_of_them)} connected\n"


@router.get("/counts")
async def stream(all_of_them: Annotated[Connections, Depends(manager)]):
    return StreamingResponse(counts(all_of_them), media_type="text/plain")


app = FastAPI()
app.include_router(router, prefix="/chat")
