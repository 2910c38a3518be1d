"""What a client reads from: a socket of the operating system's or of a page's own, and how much of it next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

READ_SIZE = 65_536


@dataclass(frozen=True)
class Readable:
    """What a client may read next: up to ``size`` bytes, or exactly so many where ``whole``; none for the end."""

    size: int
    whole: bool = False
    wait: bool = True
    """Whether the bytes are on their way already; if not, only what is there is read."""
    cause: int | None = None
    """The place in the log of the message that the bytes came from, where that is known."""


class Socket(Protocol):
    """What the client needs of a socket; in a page it is none of the operating system's."""

    def getsockname(self) -> Any: ...
    def fileno(self) -> int: ...
    def settimeout(self, seconds: float, /) -> None: ...
    def sendall(self, data: bytes, /) -> None: ...
    def recv(self, size: int, /) -> bytes: ...
    def close(self) -> None: ...
