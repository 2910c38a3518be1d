"""Discovery of a program's files: each is taken in when Python imports it, early or in the middle of a request."""

from __future__ import annotations

import tokenize
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from types import CodeType
from typing import Any

from chunkwise.watch.followed import Followed

Found = Callable[[str, str, str, CodeType], None]
"""Takes a file's whole path, its name, its text and its code."""


def discover(followed: Followed, found: Found) -> None:
    """Call ``found`` with each followed file that is imported from now on, before any of it runs."""
    get_code = SourceFileLoader.get_code

    def noted(self: SourceFileLoader, fullname: str) -> Any:
        code = get_code(self, fullname)
        if code is not None and code.co_filename in followed:
            with tokenize.open(code.co_filename) as file:
                found(code.co_filename, followed[code.co_filename], file.read(), code)
        return code

    SourceFileLoader.get_code = noted  # type: ignore[assignment, method-assign]
