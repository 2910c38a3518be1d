import httpx

READS = ['{"text": "one\u2028two"}\n'.encode(), b'{"text": "three"}\n']


async def reads():
    for data in READS:
        yield data


def answer(request):
    return httpx.Response(200, content=reads())


client = httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://upstream")
