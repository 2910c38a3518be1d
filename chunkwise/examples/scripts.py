"""Scripts of clients that are well-formed act by act and still cannot be run, found before anything runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chunkwise.examples.condition import Contradiction

if TYPE_CHECKING:
    from chunkwise.examples.scenario import Client

SERVER = "server"
"""Whom a client waits for when it waits until nothing more will come."""

NO_WEBSOCKETS = (
    "Only HTTP is recorded: remove this client. The path may stay; what it does for other clients is recorded."
)


def misfits(path: tuple[str | int, ...], clients: tuple[Client, ...]) -> Iterator[Contradiction]:
    """Find what does not fit in the scripts of a run's clients, which stand at ``path`` in the scenario."""
    names: set[str] = set()
    for index, client in enumerate(clients):
        if client.name in names:
            yield (*path, index, "name"), f"two clients are called {client.name!r}", "Give each a name of its own."
        if client.name == SERVER:
            yield (*path, index, "name"), f"a client cannot be called {SERVER!r}", "Rename it."
        names.add(client.name)
    for index, client in enumerate(clients):
        others = tuple(sorted(names - {client.name}))
        for number, what, hint in _in_script(client, others):
            yield (*path, index, "script", *number), what, hint


def _in_script(client: Client, others: tuple[str, ...]) -> Iterator[tuple[tuple[int | str, ...], str, str]]:
    method = ""
    open_body = has_read = False
    for number, action in enumerate(client.script):
        if action.wait is not None and action.wait not in (SERVER, *others):
            known = ", ".join(repr(name) for name in (SERVER, *others))
            yield (number, "wait"), f"no other client is called {action.wait!r}", f"Wait for one of: {known}."
        method = action.send.partition(" ")[0] if action.send else method
        if (action.part or action.end_body) and not open_body:
            yield (number,), f"{client.name} has no body to send", "Put a send with body_follows = true before this."
        open_body = bool(action.body_follows) or (open_body and not action.end_body and action.send is None)
        if any(name.lower() == "upgrade" and "websocket" in value.lower() for name, value in action.headers.items()):
            yield (number, "headers"), "a WebSocket is not recorded", NO_WEBSOCKETS
        if not method and (action.read or action.stop_reading or action.hang_up or action.reconnect):
            yield (number,), f"{client.name} has not sent anything yet", "Put a send before this."
        elif action.reconnect and method != "GET":
            what = f"{client.name} cannot reconnect after a {method}: an EventSource sends nothing but GET"
            yield (number,), what, 'Write the send before this as "GET /path", or give the other request a client.'
        elif action.reconnect and not has_read:
            what = f"{client.name} has read nothing since its last request, so it can't continue after anything"
            yield (number,), what, "Put a read before this."
        has_read = action.read is not None or (has_read and not (action.send or action.reconnect))
