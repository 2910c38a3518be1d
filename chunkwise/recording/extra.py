"""The extra that runs programs: pages are made without it, so it may not be there."""

from __future__ import annotations

import importlib.util

from chunkwise.errors import RecordingError

NEEDED = ("anyio", "fastapi", "uvicorn")
"""What the extra ``record`` brings: pages are made without them."""


def need_the_extra() -> None:
    """Ask for what runs programs.

    Raises:
        RecordingError: Something of it is not installed.
    """
    if absent := [name for name in NEEDED if importlib.util.find_spec(name) is None]:
        what = f"recording needs {', '.join(absent)}, which this Python does not have"
        raise RecordingError(what, hint="Install them: python -m pip install 'chunkwise[record]'.")
