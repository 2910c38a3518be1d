"""Target of a watch, as the command line names it: the application's module and its name there.

It imports no server, because the command line is there without one.
"""

from __future__ import annotations

import re
from pathlib import Path

from chunkwise.errors import WatchError

NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
EXAMPLE = "Write MODULE:NAME, such as app.main:app for `app = FastAPI()` in app/main.py."


def split(target: str) -> tuple[str, str]:
    """Return the module and the name in it.

    Raises:
        WatchError: It is not of the form ``MODULE:NAME``.
    """
    module, colon, attribute = target.partition(":")
    if not colon:
        hint = EXAMPLE
        if module.endswith(".py"):
            hint = f"Write {'.'.join(Path(module).with_suffix('').parts)}:app, with the name that the application has."
        raise WatchError(f"the application {target!r} has no `:`", hint=hint)
    if not NAME.fullmatch(module) or not NAME.fullmatch(attribute):
        raise WatchError(f"{target!r} does not name an application", hint=EXAMPLE)
    return module, attribute
