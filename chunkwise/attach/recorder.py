"""Recorder of a server that runs already: an ASGI middleware, off until somebody asks for it, and within bounds."""

from __future__ import annotations

import os
import random
import re
from collections import deque
from collections.abc import Iterable
from fnmatch import translate
from pathlib import Path
from time import perf_counter
from types import CodeType
from typing import Any

from chunkwise.attach import files
from chunkwise.attach.exchange import RecordedExchange
from chunkwise.attach.makers import Makers
from chunkwise.attach.tape import Tape

SWITCH = "CHUNKWISE_RECORDER"
"""The environment variable that switches a recorder on for which the program has not decided."""

ON = frozenset({"1", "true", "yes", "on"})


class ASGIRecorder:
    """A middleware that records the HTTP requests of a running server.

    Put it around the whole application, FastAPI's, Starlette's, Litestar's or any other::

        recorder = ASGIRecorder(app, paths=["/chat*"])

    and let your server run ``recorder`` in place of ``app``. It is off, unless the environment variable
    ``CHUNKWISE_RECORDER`` is ``1`` or you say ``enabled=True``; ``recorder.enabled`` can be set at any time.

    It keeps the request, each message between application and server with its time, which function made each piece
    and at which line its generator was suspended, when the application was told that the client had left, and how the
    call ended. It does not follow the lines of your program, as ``chunkwise watch`` does, and it sees no client.
    WebSockets and the lifespan pass through.

    Args:
        app: The ASGI application.
        enabled: Whether it records. None leaves that to the environment variable ``CHUNKWISE_RECORDER``.
        paths: Patterns of the paths that are recorded, in which ``*`` stands for anything, also for slashes.
        rate: Which share of the requests to these paths is recorded, from 0 to 1, chosen at random.
        keep: How many recordings are kept; a new one takes the place of the oldest.
        max_events: How many messages of each recording are kept; if there are more, the last one is kept too.
        max_bytes: How many bytes of bodies each recording keeps, at most 512 of one message; sizes are always true.
        show_secrets: Whether passwords, tokens, keys and cookies are left unmasked in the recordings.

    Raises:
        ValueError: The rate is not between 0 and 1, or a bound is less than 1.
    """

    def __init__(
        self,
        app: Any,
        *,
        enabled: bool | None = None,
        paths: Iterable[str] = ("*",),
        rate: float = 1.0,
        keep: int = 20,
        max_events: int = 10_000,
        max_bytes: int = 1_000_000,
        show_secrets: bool = False,
    ) -> None:
        if isinstance(paths, str):
            raise ValueError(f'paths is the text {paths!r}: give a list of patterns, such as ["{paths}"]')
        if not 0 <= rate <= 1:
            raise ValueError(f"rate is {rate}: give a share of the requests, from 0 to 1")
        if min(keep, max_events, max_bytes) < 1:
            raise ValueError("keep, max_events and max_bytes are bounds: give each a number from 1 on")
        self.app = app
        self.enabled = os.environ.get(SWITCH, "").lower() in ON if enabled is None else enabled
        self._chosen = re.compile("|".join(map(translate, paths)) or r"(?!)")
        self._rate = rate
        self._most, self._room = max_events, max_bytes
        self._show_secrets = show_secrets
        self._kept: deque[Tape] = deque(maxlen=keep)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve a request as the application does, and record it if it is one of those that are recorded."""
        if not self.enabled or scope["type"] != "http" or not self._is_chosen(scope["path"]):
            await self.app(scope, receive, send)
        else:
            tape = Tape(scope, self._most, self._room)
            self._kept.append(tape)
            await self._record(tape, scope, receive, send)

    async def _record(self, tape: Tape, scope: Any, receive: Any, send: Any) -> None:
        makers, server = Makers(), _SERVER

        async def noted_receive() -> Any:
            message = await receive()
            tape.receive(message)
            return message

        async def noted_send(message: Any) -> None:
            place = tape.send(message, *makers.of(message, server))
            since = perf_counter()
            try:
                await send(message)
            except BaseException as error:
                tape.refuse(place, error)
                raise
            tape.sent(message, (perf_counter() - since) * 1000)

        try:
            await self.app(scope, noted_receive, noted_send)
        except BaseException as error:
            tape.over(error)
            raise
        tape.over(None)

    def _is_chosen(self, path: str) -> bool:
        return self._chosen.match(path) is not None and (self._rate >= 1 or random.random() < self._rate)

    @property
    def recordings(self) -> tuple[RecordedExchange, ...]:
        """The last exchanges, the oldest first, also those that still run."""
        return tuple(RecordedExchange(tape, show_secrets=self._show_secrets) for tape in tuple(self._kept))

    def clear(self) -> None:
        """Forget all recordings."""
        self._kept.clear()

    def write(
        self, *, json: Path | str | None = None, har: Path | str | None = None, trace: Path | str | None = None
    ) -> None:
        """Write all recordings into files.

        Args:
            json: A list of recordings, each as ``chunkwise watch --json`` writes one.
            har: A HAR file, for a viewer of network traffic; ``_chunks`` says when the application gave each piece.
            trace: Chrome's trace format, for Perfetto; each exchange is a process of its own.

        Raises:
            WatchError: No file is named, or the folder of one is not there.
            StoreError: A file cannot be written.
        """
        files.write(self.recordings, json=json, har=har, trace=trace)


_SERVER: CodeType = ASGIRecorder._record.__code__
