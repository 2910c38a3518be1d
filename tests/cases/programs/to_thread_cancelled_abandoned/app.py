import time

import anyio
from anyio import to_thread
from starlette.applications import Starlette
from starlette.responses import StreamingResponse
from starlette.routing import Route


class Sensor:
    def read(self, number):
        time.sleep(1)
        return number * number


sensor = Sensor()


async def values():
    number = 0
    while number < 4:
        with anyio.move_on_after(0.4) as scope:
            value = await to_thread.run_sync(sensor.read, number, abandon_on_cancel=number % 2 == 0)
            yield f"{value}\n"
        if scope.cancelled_caught:
            yield "no value\n"
        number += 1


async def stream(request):
    return StreamingResponse(values(), media_type="text/plain")


app = Starlette(routes=[Route("/values", stream)])
