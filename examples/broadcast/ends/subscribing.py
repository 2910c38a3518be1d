import asyncio

queues = []


async def subscription():
    queues.append(queue := asyncio.Queue(maxsize=2))
    try:
        yield queue
    finally:
        if queue in queues:
            queues.remove(queue)
