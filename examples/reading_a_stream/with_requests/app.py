from collections.abc import Iterable

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from upstream import get

app = FastAPI()


@app.get("/lines", response_class=StreamingResponse)
def lines() -> Iterable[str]:
    for line in get("/lines").iter_lines(chunk_size=4, decode_unicode=True):
        yield f"<{line}>\n"
