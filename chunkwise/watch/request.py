"""Request of the command line: read from its words or from a file, checked before anything is started."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from chunkwise.errors import WatchError
from chunkwise.examples.scenario import Action, Client
from chunkwise.watch.job import Job, Request

LINE = re.compile(r"(?:(?P<method>[A-Z]+)[ \t]+)?(?P<target>\S+)(?:[ \t]+HTTP/\d(?:\.\d)?)?")
ORIGIN = re.compile(r"https?://(?P<host>[^/?#]+)(?P<path>[^#]*)")
EXAMPLE = 'Write it as "GET /chat?q=hi".'
BODY_METHOD = "POST"
"""The method of a request with a body that names none."""


def of_words(line: str, headers: Iterable[str], data: str | None) -> Request:
    """Return the request that a command line describes.

    Raises:
        WatchError: It is none that can be sent.
    """
    given = [_header(header, None, None) for header in headers]
    return _checked(line, given, data or "", None, None)


def of_file(file: Path) -> Request:
    """Return the request that a file holds: its line, its headers, an empty line and its body.

    Lines that begin with ``#`` or ``//`` are left out, and only the first request of several, which ``###`` divides.
    """
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise WatchError(f"the request cannot be read: {why}", file=file, hint="Give --request a text file.") from None
    lines = list(enumerate(text.splitlines(), start=1))
    while lines and (not lines[0][1].strip() or lines[0][1].startswith(("#", "//"))):
        lines.pop(0)
    if not lines:
        raise WatchError("this file has no request", file=file, line=1, hint='Begin with a line such as "GET /chat".')
    (number, line), rest = lines[0], lines[1:]
    headers, body = [], list[str]()
    for position, (at, text) in enumerate(rest):
        if text.startswith("###"):
            break
        if not text.strip():
            after = [one for _, one in rest[position + 1 :]]
            end = next((index for index, one in enumerate(after) if one.startswith("###")), len(after))
            body = after[:end]
            break
        if not text.startswith(("#", "//")):
            headers.append(_header(text, file, at))
    return _checked(line.strip(), headers, "\n".join(body).strip("\n"), file, number)


def script(job: Job) -> Client:
    """Return the client that asks: it reads to the end, or hangs up after some pieces."""
    asked = job.request
    send = Action(send=f"{asked.method} {asked.path}", headers=asked.headers, body=asked.body)
    if job.hang_up_after is None:
        return Client(script=(send, Action(read="all")))
    return Client(script=(send, Action(read=job.hang_up_after), Action(hang_up=True)))


def _header(text: str, file: Path | None, line: int | None) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise WatchError(
            f"{text!r} is not a header", file=file, line=line, hint="Write it as 'Accept: text/event-stream'."
        )
    return name.strip(), value.strip()


def _checked(line: str, headers: list[tuple[str, str]], body: str, file: Path | None, number: int | None) -> Request:
    found = LINE.fullmatch(line.strip())
    if found is None:
        raise WatchError(f"{line!r} is not a request", file=file, line=number, hint=EXAMPLE)
    target, kept = found["target"], dict[str, str]()
    if origin := ORIGIN.fullmatch(target):
        target, kept["Host"] = origin["path"], origin["host"]
        target = target if target.startswith("/") else f"/{target}"
    if not target.startswith("/"):
        raise WatchError(f"the path of the request is {target!r}", file=file, line=number, hint=EXAMPLE)
    for name, value in headers:
        if name.lower() == "host":
            kept["Host"] = value
            continue
        both = "; " if name.lower() == "cookie" else ", "
        kept[name] = f"{kept[name]}{both}{value}" if name in kept else value
    method = found["method"] or (BODY_METHOD if body else "GET")
    try:
        Action(send=f"{method} {target}", headers=kept, body=body)
    except ValidationError as error:
        why = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise WatchError(f"{line!r} cannot be sent: {why}", file=file, line=number, hint=EXAMPLE) from None
    return Request(method=method, path=target, headers=kept, body=body)
