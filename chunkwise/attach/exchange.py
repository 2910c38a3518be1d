"""Exchange that passed: the request, who gave which piece when, and how it ended, for people and as a recording."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from chunkwise.attach import files
from chunkwise.attach.tape import Tape
from chunkwise.errors import printable
from chunkwise.events import Blob, Recording
from chunkwise.views.wording import piece_text
from chunkwise.watch.findings import pieces as pieces_said
from chunkwise.watch.findings import seconds
from chunkwise.watch.masking import in_path

SHOWN = 12
"""How many pieces are listed; of more, the first and the last ones."""

Outcome = Literal["running", "returned", "raised"]


@dataclass(frozen=True)
class Piece:
    """One piece of a response, as the application gave it to the server.

    Attributes:
        at: When, in milliseconds from the call of the application on.
        gap: Milliseconds since the piece before, or since the call.
        size: Its bytes.
        data: The bytes of it that were kept.
        maker: The function that sent it, past all middlewares that only passed it on.
        source: The generator that this function iterates over, with its file; empty where there is none, or several.
        line: The line at which that generator is suspended: its ``yield``; 0 for none.
        waited: For how many milliseconds the server let the application wait at it.
    """

    at: float
    gap: float
    size: int
    data: bytes
    maker: str
    source: str
    line: int
    waited: float


class RecordedExchange:
    """One request and its response, as :class:`chunkwise.ASGIRecorder` saw them pass.

    You can look at it while the exchange still runs. ``print(exchange)`` shows it as a table. It knows only what passed
    between application and server, not when a client received a piece, and not which lines ran.
    """

    def __init__(self, tape: Tape, *, show_secrets: bool = False) -> None:
        self._tape = tape
        self._show_secrets = show_secrets

    @property
    def began(self) -> datetime:
        """When the application was called, in UTC."""
        return self._tape.began

    @property
    def request(self) -> str:
        """The request's method and path, with its secrets masked."""
        path = self._tape.path if self._show_secrets else in_path(self._tape.path)
        return f"{self._tape.method} {path}"

    @property
    def url(self) -> str:
        """The whole address, with the host that the request's ``Host`` header names, and its secrets masked."""
        host = next((value for name, value in self._tape.headers if bytes(name).lower() == b"host"), b"localhost")
        return f"{self._tape.scheme}://{bytes(host).decode('latin-1')}{self.request.partition(' ')[2]}"

    @property
    def http_version(self) -> str:
        """The version of HTTP, as it is written: ``HTTP/1.1``."""
        return f"HTTP/{self._tape.version}"

    @property
    def status(self) -> int | None:
        """The status that the application answered with, or None if it has not answered yet."""
        return next((one.status for one in self._tape.notes if one.kind == "send" and one.status), None)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces with data, in order; if there were too many, those that were kept."""
        return tuple(self._pieces())

    @property
    def size(self) -> int:
        """The bytes of all pieces, also of those that were not kept."""
        return self._tape.bytes_sent

    @property
    def left_out(self) -> int:
        """How many messages were not kept, because there were more than ``max_events``."""
        return self._tape.left_out

    @property
    def outcome(self) -> Outcome:
        """How the application's call ended, or that it still runs."""
        if self._tape.end is None:
            return "running"
        return "returned" if self._tape.end[1] == "done" else "raised"

    @property
    def complete(self) -> bool:
        """Whether the application has sent its last message, without which a client sees a body that is cut short."""
        return self._tape.complete

    @property
    def error(self) -> str:
        """The exception that the application raised, or an empty string."""
        return self._tape.end[2] if self._tape.end is not None else ""

    @property
    def refused(self) -> str:
        """The exception that the server raised at a message, as some do after a disconnect, or an empty string."""
        return self._tape.refused[1] if self._tape.refused is not None else ""

    @property
    def client_gone(self) -> float | None:
        """Milliseconds until the application was told, in the middle of its response, that the client had left.

        None if it was not told. An application is told only if it asks, by calling ``receive``.
        """
        return self._tape.gone

    @property
    def took(self) -> float | None:
        """The milliseconds from the call to its end, or None while it runs."""
        return self._tape.end[0] if self._tape.end is not None else None

    @property
    def recording(self) -> Recording:
        """The exchange as a recording, as ``chunkwise watch --json`` writes it; its events are of the ASGI lane."""
        return Recording(clock="free", source="", events=tuple(self._tape.events(show_secrets=self._show_secrets)))

    def write(
        self, *, json: Path | str | None = None, har: Path | str | None = None, trace: Path | str | None = None
    ) -> None:
        """Write the exchange into files; see :meth:`chunkwise.ASGIRecorder.write`."""
        files.write([self], json=json, har=har, trace=trace)

    def __str__(self) -> str:
        return "\n".join(map(printable, self._lines()))

    def __repr__(self) -> str:
        return f"<RecordedExchange {self.request!r}, {self.status}, {self.outcome}>"

    def _pieces(self) -> Iterator[Piece]:
        before, sent = 0.0, 0
        for note in self._tape.all_notes:
            if note.kind == "send":
                if note.size:
                    waits = self._tape.waited
                    waited = waits[-1 if note is self._tape.last else sent] if sent < len(waits) else 0.0
                    name, source = note.maker
                    yield Piece(note.at, note.at - before, note.size, note.kept, name, source, note.line, waited)
                    before = note.at
                sent += 1

    def _lines(self) -> Iterator[str]:
        pieces = self.pieces
        took = f" in {seconds(self.took)}" if self.took is not None else ""
        yield f"{self.request}: status {self.status}, {pieces_said(len(pieces))}, {self.size:,} bytes{took}"
        before = ""
        for number, one in enumerate(pieces):
            if SHOWN // 2 <= number < len(pieces) - SHOWN // 2 and len(pieces) > SHOWN:
                if number == SHOWN // 2:
                    yield f"        … {len(pieces) - SHOWN // 2 * 2:,} more"
                continue
            since = "after the request" if number == 0 else "later"
            text = piece_text(Blob(size=one.size, text=one.data.decode("latin-1")))
            who = f"{one.source}:{one.line}" if one.source else f"by {one.maker}"
            said = "" if who == before else f"  {who}"
            yield f"{one.at / 1000:9.3f} s  {seconds(one.gap):>8} {since:<17}  {text}{said}".rstrip()
            before = who
        if self.left_out:
            yield f"{self.left_out:,} messages were left out; the last one is shown."
        if self.client_gone is not None:
            yield f"{self.client_gone / 1000:9.3f} s  The application was told that the client had left."
        if self.refused:
            yield f"The server refused a message: {self.refused}."
        yield self._ended()

    def _ended(self) -> str:
        if self.outcome == "running":
            return "The application still runs."
        how = f"raised {self.error}" if self.outcome == "raised" else "returned"
        said = "" if self.complete or self.client_gone is not None else ", and the response is not complete"
        return f"The application {how}{said}."
