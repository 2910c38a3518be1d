from collections.abc import AsyncIterable

from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


async def ask(question: str) -> AsyncIterable[str]:
    for token in ("It ", "is ", "sunny."):
        yield token


def message(**fields: object) -> ServerSentEvent:
    return ServerSentEvent(event="message", data={"jsonrpc": "2.0", **fields})


@app.post("/mcp", response_class=EventSourceResponse)
async def call_tool(call: dict) -> AsyncIterable[ServerSentEvent]:
    progress, tokens, failed = call["params"]["_meta"].get("progressToken"), [], False
    try:
        async for token in ask(call["params"]["arguments"]["question"]):
            tokens.append(token)
            if progress is not None:
                params = {"progressToken": progress, "progress": len(tokens), "message": token}
                yield message(method="notifications/progress", params=params)
    except ConnectionError:
        tokens, failed = ["The model failed"], True
    content = [{"type": "text", "text": "".join(tokens)}]
    yield message(id=call["id"], result={"content": content, "isError": failed, "resultType": "complete"})
