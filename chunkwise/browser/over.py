"""What ends a run inside a page, wherever its program is: an exception of our own, which nobody else should hear of."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class Over(BaseException):
    """Ends whatever runs, because the run is over."""


@contextmanager
def unheard_in_finalizers() -> Iterator[None]:
    """Ignore ``Over`` where nothing can catch it: in a generator that Python closes, because nobody holds it."""
    before = sys.unraisablehook

    def hook(unraisable: sys.UnraisableHookArgs) -> None:
        if not isinstance(unraisable.exc_value, Over):
            before(unraisable)

    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = before


def without_ours(errors: Iterable[BaseException]) -> Iterator[BaseException]:
    """Leave out our own exception, which a program passes on, by itself or in groups."""
    for error in errors:
        own = error.split(Over)[1] if isinstance(error, BaseExceptionGroup) else error
        if own is not None and not isinstance(own, Over):
            yield own
