from collections.abc import AsyncIterable
from typing import Any

import anyio
from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel

app = FastAPI()


class Call(BaseModel):
    id: int | str
    params: dict[str, Any]


async def ask(question: str) -> AsyncIterable[str]:
    for token in ("It ", "is ", "sunny."):
        await anyio.sleep(0.1)
        if "tomorrow" in question and token == "sunny.":
            raise ConnectionError("the model is gone")
        yield token


def message(**fields: Any) -> ServerSentEvent:
    return ServerSentEvent(event="message", data={"jsonrpc": "2.0", **fields})


@app.post("/mcp", response_class=EventSourceResponse)
async def call_tool(call: Call) -> AsyncIterable[ServerSentEvent]:
    progress_token = call.params.get("_meta", {}).get("progressToken")
    tokens, failed = [], False
    try:
        async for token in ask(call.params["arguments"]["question"]):
            tokens.append(token)
            if progress_token is not None:
                params = {"progressToken": progress_token, "progress": len(tokens), "message": token}
                yield message(method="notifications/progress", params=params)
    except ConnectionError:
        tokens, failed = ["The model failed"], True
    content = [{"type": "text", "text": "".join(tokens)}]
    yield message(id=call.id, result={"content": content, "isError": failed, "resultType": "complete"})
