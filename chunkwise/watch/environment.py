"""Environment of a watched process: this one's, and what a ``.env`` file adds to it, as with Uvicorn's option."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

from chunkwise.errors import WatchError


def with_file(file: Path | None) -> dict[str, str]:
    """Return the variables. Those that are set already stay as they are.

    Raises:
        WatchError: The file cannot be read, or what reads such files is not installed.
    """
    if file is None:
        return dict(os.environ)
    if importlib.util.find_spec("dotenv") is None:
        what = "--env-file needs python-dotenv, which this Python does not have"
        raise WatchError(what, hint="Install it: python -m pip install 'chunkwise[watch]'.")
    from dotenv import dotenv_values

    try:
        with file.open(encoding="utf-8") as stream:
            found = dotenv_values(stream=stream)
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise WatchError(
            f"the environment cannot be read: {why}", file=file, hint="Give --env-file a text file."
        ) from None
    return {name: value for name, value in found.items() if value is not None} | dict(os.environ)
