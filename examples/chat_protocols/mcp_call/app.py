from collections.abc import AsyncIterable

import protocol
from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


async def ask(question: str) -> AsyncIterable[str]:
    for token in ("It ", "is ", "sunny."):
        yield token


@app.post("/mcp", response_class=EventSourceResponse)
async def call_tool(call: dict) -> AsyncIterable[ServerSentEvent]:
    if answer := protocol.ANSWERS.get(call["method"]):
        yield protocol.message(id=call["id"], result=answer)
        return
    progress, tokens, failed = call["params"]["_meta"].get("progressToken"), [], False
    try:
        async for token in ask(call["params"]["arguments"]["question"]):
            tokens.append(token)
            if progress is not None:
                yield protocol.notification(progress, len(tokens), token)
    except ConnectionError:
        tokens, failed = ["The model failed"], True
    yield protocol.result(call["id"], "".join(tokens), failed)
