"""The few files of Uvicorn that make a response's bytes, without the server around them.

They are used as they are, so that a page's run writes what a real server writes. Where nothing else of Uvicorn is
there, what they mention of it is made up: nothing that serves sockets, watches files or starts processes is needed.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from types import ModuleType

FILES = (
    "_types.py",
    "lifespan/__init__.py",
    "lifespan/on.py",
    "protocols/__init__.py",
    "protocols/http/__init__.py",
    "protocols/http/flow_control.py",
    "protocols/http/h11_impl.py",
    "protocols/utils.py",
)
"""What a page has to have of the folder ``uvicorn``."""

MENTIONED: dict[str, dict[str, object]] = {
    "config": {"Config": object},
    "server": {"ServerState": object},
    "logging": {"TRACE_LOG_LEVEL": 5},
}
"""What those files import from the rest: two names for annotations and the number of a log level."""


def complete() -> None:
    """Make up what is mentioned, unless Uvicorn is there as a whole."""
    if find_spec("uvicorn.config") is not None:
        return
    import uvicorn

    for name, content in MENTIONED.items():
        module = sys.modules[f"uvicorn.{name}"] = ModuleType(f"uvicorn.{name}")
        vars(module).update(content)
    vars(uvicorn).update(MENTIONED["config"])
