import httpx

READS = [b'{"by": "Zo\xc3', b'\xab"}\r', b'\n{"by": "Ada"}\r\n']


async def reads():
    for data in READS:
        yield data


def answer(request):
    return httpx.Response(200, content=reads())


client = httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://upstream")
