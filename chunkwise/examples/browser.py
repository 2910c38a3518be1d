"""Browser as the client of a scenario: how it is written, and what a run with one cannot be combined with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator

from chunkwise.events import Clock
from chunkwise.examples.condition import Contradiction

if TYPE_CHECKING:
    from chunkwise.examples.scenario import Client

BROWSER = "chromium"
"""The browser that a scenario can have as its client, and what this client is called."""
PAGE = re.compile(r"[A-Za-z0-9_-]+\.js")


def _page(value: str | None) -> str | None:
    if value is not None and not PAGE.fullmatch(value):
        raise ValueError("write the name of a file beside app.py, such as client.js")
    return value


PageScript = Annotated[str | None, AfterValidator(_page)]
"""A file beside ``app.py`` with the script of a browser's page."""


def with_browser(given: Any) -> Any:
    """Understand ``client = "chromium"``: one client, whose script is a file, in real time."""
    if not isinstance(given, dict) or not isinstance(given.get("client"), str):
        return given
    if given["client"] != BROWSER:
        raise ValueError(f'write client = "{BROWSER}", or a [[client]] table with a script')
    if given.get("clock", "free") != "free":
        raise ValueError('a browser has its own time: write clock = "free", or leave clock out')
    rest = {name: value for name, value in given.items() if name != "script"}
    return rest | {"client": [{"name": BROWSER, "page": given.get("script", "client.js")}], "clock": "free"}


def browser_misfits(
    runs: Mapping[tuple[str, ...], tuple[tuple[Client, ...], Clock]], only_scripted: Sequence[str]
) -> Iterator[Contradiction]:
    """Find what does not go with a browser.

    Args:
        runs: The clients and the clock of each run, by where it stands in the scenario.
        only_scripted: The keys of the scenario that need clients with a script.
    """
    with_one = [(path, run) for path, run in runs.items() if any(client.page for client in run[0])]
    for path, (clients, clock) in with_one:
        if len(clients) > 1 or clients[0].script or clock != "free":
            hint = f'Write client = "{BROWSER}" and script = "client.js" in their place, and no clock.'
            yield path or ("client",), "a browser is the only client of a run, which has a real clock", hint
    for key in only_scripted if with_one else ():
        yield (key,), "a run with a browser is only recorded", f"Remove {key}, or the browser."
