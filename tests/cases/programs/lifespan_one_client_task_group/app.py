from contextlib import asynccontextmanager

import anyio
from starlette.applications import Starlette
from starlette.responses import StreamingResponse
from starlette.routing import Route


@asynccontextmanager
async def lifespan(app):
    send, receive = anyio.create_memory_object_stream(10)

    async def work():
        async with receive:
            async for job, answer in receive:
                for number in range(2):
                    await answer.send(f"{job} {number}\n")
                await answer.aclose()

    async with anyio.create_task_group() as group:
        group.start_soon(work)
        async with send:
            yield {"jobs": send}


async def run(request):
    send, receive = anyio.create_memory_object_stream(0)
    await request.state.jobs.send((request.query_params["job"], send))
    return StreamingResponse(receive, media_type="text/plain")


app = Starlette(routes=[Route("/run", run)], lifespan=lifespan)
