"""The messages of MCP, and what a client asks besides the call."""

from fastapi.sse import ServerSentEvent

TOOL = {"name": "ask", "inputSchema": {"type": "object", "required": ["question"]}}
COMPLETE = {"resultType": "complete", "ttlMs": 0, "cacheScope": "public"}
ANSWERS = {
    "server/discover": {"supportedVersions": ["2026-07-28"], "capabilities": {"tools": {}}, **COMPLETE},
    "tools/list": {"tools": [TOOL], **COMPLETE},
}


def message(event: str = "message", **fields: object) -> ServerSentEvent:
    return ServerSentEvent(event=event, data={"jsonrpc": "2.0", **fields})


def notification(token: int | str, progress: int, text: str, **event: str) -> ServerSentEvent:
    params = {"progressToken": token, "progress": progress, "message": text}
    return message(method="notifications/progress", params=params, **event)


def result(number: int | str, text: str, failed: bool, **event: str) -> ServerSentEvent:
    content = [{"type": "text", "text": text}]
    return message(id=number, result={"content": content, "isError": failed, "resultType": "complete"}, **event)
