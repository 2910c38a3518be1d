"""The request as a reader fills it in, as a scenario of one client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from pydantic import ValidationError

from chunkwise.errors import ScenarioError
from chunkwise.examples.scenario import Scenario

FIELDS = ("title", "method", "path", "query", "headers", "body", "hang_up_after", "watch", "limits")
OWN = ("host", "content-length", "transfer-encoding")
"""Headers that the client writes itself."""

UNQUOTED = "/%:@!$&'()*+,;=~"
"""What may stand in a path as it is (RFC 3986, section 3.3); a percent sign too, for what is quoted already."""

LIMITS = {"events": 12_000, "seconds": 8.0}
"""What a run in a page may have where its scenario sets no limits. More events than a recording, which is committed."""

HINT = "Correct the request, and run it again."


def scenario_of(asked: object) -> Scenario:
    """Return a scenario from what a page asks for.

    Args:
        asked: Either a scenario, known by its ``client``, or a request: ``method``, ``path``, ``query`` (without the
            question mark), ``headers`` (a mapping, or a line ``Name: value`` for each), ``body``, ``hang_up_after`` (a
            number of pieces, or nothing) and ``watch`` (names). Nothing of it has to be there.

    Raises:
        ScenarioError: It is no request; said in a reader's words.
    """
    if not isinstance(asked, Mapping):
        raise ScenarioError("this is no request", hint=f"It has {', '.join(FIELDS)}.")
    if "client" in asked:
        return _validated(dict(asked))
    for field in asked:
        if field not in FIELDS:
            raise ScenarioError(f"a request has no {field!r}", hint=f"It has {', '.join(FIELDS)}.")
    method = str(asked.get("method") or "GET").strip().upper()
    if not (method.isascii() and method.isalpha()):
        raise ScenarioError(f"{method[:40]!r} is no method", hint="Write for example GET or POST.")
    send = {
        "send": f"{method} {_target(str(asked.get('path') or '/'), str(asked.get('query') or ''))}",
        "headers": _headers(asked.get("headers") or {}),
        "body": str(asked.get("body") or ""),
    }
    kept = {key: asked[key] for key in ("watch", "limits") if asked.get(key)}
    script = [send, *_reading(asked.get("hang_up_after"))]
    return _validated({"title": str(asked.get("title") or "Your run"), "client": [{"script": script}], **kept})


def _reading(pieces: object) -> list[dict[str, Any]]:
    if pieces is None or pieces == "":
        return [{"read": "all"}]
    number = int(str(pieces)) if str(pieces).strip().isdecimal() else -1
    if number < 0:
        raise ScenarioError(
            f"hang up after {pieces!r} pieces", hint="Write a whole number, or leave it empty to read everything."
        )
    # The client leaves when the server has come to rest, so that each run finds the generator at the same place.
    return [{"read": number} if number else {"read": "headers"}, {"wait": "server"}, {"hang_up": True}]


def _target(path: str, query: str) -> str:
    path, _, more = path.strip().partition("?")
    query = "&".join(filter(None, [more, query.strip().removeprefix("?")]))
    if not path.startswith("/"):
        raise ScenarioError(f"the path {path[:40]!r} does not begin with a slash", hint="Write for example /stream.")
    return quote(path, safe=UNQUOTED) + (f"?{quote(query, safe=UNQUOTED + '?')}" if query else "")


def _headers(given: object) -> dict[str, str]:
    if isinstance(given, Mapping):
        pairs = [(str(name), str(value)) for name, value in given.items()]
    else:
        lines = [line for line in str(given).splitlines() if line.strip()]
        for line in lines:
            if ":" not in line:
                raise ScenarioError(f"the header {line[:40]!r} has no colon", hint="Write it as Name: value.")
        pairs = [(name, value) for name, _, value in (line.partition(":") for line in lines)]
    headers: dict[str, str] = {}
    for name, value in pairs:
        name = name.strip()
        if name.lower() in OWN:
            raise ScenarioError(f"the header {name} is written for you", hint="Remove it.")
        if not value.isascii():
            raise ScenarioError(f"the header {name} has a value that is not ASCII", hint="Use ASCII characters only.")
        headers[name] = value.strip()
    return headers


def _validated(data: dict[str, Any]) -> Scenario:
    limits = data.get("limits", {})
    if isinstance(limits, Mapping):
        data = {**data, "limits": {**LIMITS, **limits}}
    try:
        return Scenario.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ScenarioError(f"{where}: {first['msg'].removeprefix('Value error, ')}", hint=HINT) from None
