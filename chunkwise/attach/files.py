"""Files of recorded exchanges, by the writers of ``chunkwise watch``; each holds all exchanges that it is given.

The writers speak of a client. Here nobody saw one, so the files say where their times are from: the application.
"""

from __future__ import annotations

import json as json_text
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chunkwise.errors import WatchError
from chunkwise.events import AsgiEvent, ClientEvent, Event, Recording
from chunkwise.examples import store
from chunkwise.watch.har import har as har_of
from chunkwise.watch.trace import trace as trace_of

if TYPE_CHECKING:
    from chunkwise.attach.exchange import RecordedExchange

COMMENT = "Times are those at which the application gave the server each piece; when a client received it is not known."

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
NOTHING = Recording(clock="free", source="", events=())

Said = dict[str, Any]


def write(
    exchanges: Sequence[RecordedExchange],
    *,
    json: Path | str | None = None,
    har: Path | str | None = None,
    trace: Path | str | None = None,
) -> None:
    """Write the exchanges, whole or not at all, into each file that is named.

    Raises:
        WatchError: No file is named, or the folder of one is not there.
        StoreError: A file cannot be written.
    """
    made: list[tuple[str, Path, Callable[[Sequence[RecordedExchange]], Any]]] = [
        (name, Path(file), maker)
        for name, file, maker in (("json", json, _recordings), ("har", har, har_file), ("trace", trace, trace_file))
        if file is not None
    ]
    if not made:
        raise WatchError("there is no file to write", hint='Name one: write(har="streams.har"), json or trace.')
    for name, file, _ in made:
        if not file.parent.is_dir():
            what = f"{name} cannot be written to {file}: there is no folder {file.parent}"
            raise WatchError(what, hint="Create the folder, or give another path.")
    for _, file, maker in made:
        store.write(file, json_text.dumps(maker(exchanges), ensure_ascii=False, indent=1) + "\n")


def _recordings(exchanges: Sequence[RecordedExchange]) -> list[Said]:
    return [one.recording.model_dump(mode="json", exclude_defaults=True) for one in exchanges]


def har_file(exchanges: Sequence[RecordedExchange]) -> Said:
    """Return a HAR file with an entry for each exchange that was answered."""
    whole: Said | None = None
    for one in exchanges:
        recording = one.recording
        said = har_of(as_of_client(recording), one.began, version("chunkwise"))
        headers = next((event.headers for event in recording.events if isinstance(event, AsgiEvent)), ())
        for entry in said["log"]["entries"]:
            entry["request"]["url"] = one.url
            entry["request"]["headers"] = [{"name": name, "value": value} for name, value in headers]
            entry["request"]["httpVersion"] = entry["response"]["httpVersion"] = one.http_version
            entry["comment"] = COMMENT
        if whole is None:
            whole = said
        else:
            whole["log"]["entries"] += said["log"]["entries"]
    return whole or har_of(NOTHING, NEVER, version("chunkwise"))


def trace_file(exchanges: Sequence[RecordedExchange]) -> Said:
    """Return a trace in which each exchange is a process of its own, on one axis of time."""
    events: list[Said] = []
    first = min((one.began for one in exchanges), default=NEVER)
    for number, one in enumerate(exchanges, start=1):
        begins = (one.began - first).total_seconds() * 1_000_000
        events.append({"pid": number, "ph": "M", "name": "process_name", "args": {"name": one.request}})
        for said in trace_of(one.recording)["traceEvents"]:
            events.append(said | {"pid": number} | ({"ts": said["ts"] + begins} if "ts" in said else {}))
    return {"displayTimeUnit": "ms", "traceEvents": events}


def as_of_client(recording: Recording) -> Recording:
    """Return a recording for the HAR writer alone: the messages, told as if a client had received each at once."""
    events: list[Event] = []
    over = False
    for event in recording.events:
        assert isinstance(event, AsgiEvent)
        own: Said = {"lane": "client", "client": "client", "exchange": event.exchange, "at": event.at}
        if event.kind == "scope":
            events.append(ClientEvent(**own, kind="request", method=event.method, path=event.path))
        elif event.kind == "send" and event.status is not None:
            events.append(ClientEvent(**own, kind="headers", status=event.status, headers=event.headers))
        elif event.kind == "send" and event.body is not None:
            if event.body.size:
                events.append(ClientEvent(**own, kind="piece", data=event.body))
            if not event.more_body:
                over = True
                events.append(ClientEvent(**own, kind="finished"))
        elif event.kind == "receive" and event.type == "http.disconnect" and not over:
            over = True
            events.append(ClientEvent(**own, kind="hang up"))
        elif event.kind in ("done", "error") and not over:
            events.append(ClientEvent(**own, kind="cut short"))
    return Recording(clock="free", source="", events=tuple(events))
