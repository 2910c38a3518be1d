from collections.abc import AsyncIterable

import anyio
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.sse import EventSourceResponse

app = FastAPI()

PAGE = """<script>
  new EventSource("/news").onopen = () => opener.postMessage("open");
</script>"""


@app.get("/", response_class=HTMLResponse)
async def page() -> str:
    return PAGE


@app.get("/news", response_class=EventSourceResponse)
async def news() -> AsyncIterable[str]:
    await anyio.sleep_forever()
    yield "never sent"
