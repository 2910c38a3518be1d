"""Recorded stream of a test: what the client received, what the program did, and assertions on both."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from chunkwise.events import ClientEvent, CodeEvent, Recording
from chunkwise.testing.proof import proof, table
from chunkwise.views.bodies import Body, bodies
from chunkwise.views.steps import Step, steps
from chunkwise.views.wording import class_of
from chunkwise.watch.checks import diagnose
from chunkwise.watch.findings import Finding, Seen

CANCELLED = "CancelledError"
HELD = "hang_up_after="


class StreamClient:
    """What the client of a recorded stream did and received.

    Attributes:
        recording: The recording that it is a part of.
    """

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self._events = [
            (place, event) for place, event in enumerate(recording.events) if isinstance(event, ClientEvent)
        ]

    @property
    def status(self) -> int | None:
        """The status of the response, or None if none arrived."""
        return next((event.status for _, event in self._events if event.kind == "headers"), None)

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the response, by their names in lower case; secrets are masked."""
        found = next((event.headers for _, event in self._events if event.kind == "headers"), ())
        return {name.lower(): value for name, value in found}

    @property
    def pieces(self) -> tuple[bytes, ...]:
        """Each piece that arrived, in order. A piece is one chunk; at most 512 bytes of it are kept."""
        return tuple(event.data.data for _, event in self._events if event.kind == "piece" and event.data is not None)

    @property
    def text(self) -> str:
        """All pieces together, as text."""
        return b"".join(self.pieces).decode("utf-8", "replace")

    @property
    def finished(self) -> bool:
        """Whether the response was complete."""
        return any(event.kind == "finished" for _, event in self._events)

    @property
    def hung_up(self) -> bool:
        """Whether the client left before the response was complete."""
        return any(event.kind == "hang up" for _, event in self._events)

    def received_before(self, text: str | bytes, *, yield_: int) -> Literal[True]:
        """Assert that the client had received something before the generator made a later piece.

        The order is that of the recording, and no times are compared.

        Args:
            text: What the client received: a piece or a part of one, or a text that spans several pieces.
            yield_: The number of the generator's ``yield``, counted from 0, as the steps have it: ``yield 2``.

        Raises:
            AssertionError: It had not received it. The message shows the steps that prove it.
        """
        __tracebackhide__ = True
        wanted = text.encode() if isinstance(text, str) else text
        shown = repr(text)
        body, made = self._yields()
        got = self._arrival(wanted)
        if got is None:
            places = [place for place, event in self._events if event.kind == "piece"]
            raise AssertionError(proof(self.recording, f"the client never received {shown}", places))
        if body is None:
            said = "nothing of the program's own files makes the pieces of this response, so there is no yield"
            raise AssertionError(proof(self.recording, said, [got]))
        if yield_ >= len(made):
            said = f"`{body.function}` never came to yield {yield_}: it made {len(made)}, counted from yield 0"
            raise AssertionError(proof(self.recording, said, [got, *made[-1:]]))
        if got > made[yield_]:
            said = f"the client received {shown} only after yield {yield_}, not before it"
            raise AssertionError(proof(self.recording, said, [made[yield_], got]))
        return True

    def _yields(self) -> tuple[Body | None, list[int]]:
        """Return the generator that the client gets, and where it yielded."""
        body = next((one for one in bodies(self.recording.events) if one.outermost), None)
        return body, [place for place, event in body.events if body.makes(event)] if body is not None else []

    def _arrival(self, wanted: bytes) -> int | None:
        """Return the place where the client first had all of something."""
        so_far = b""
        for place, event in self._events:
            if event.kind == "piece" and event.data is not None:
                so_far += event.data.data
                if wanted in so_far:
                    return place
        return None


class StreamRecording:
    """One request to an application under test, recorded; the fixture ``stream_recorder`` returns it.

    ``print(recording)`` shows its steps.

    Attributes:
        recording: All events, in their order.
        whole: Whether the run came to its end by itself. If the program still ran 2 s after the client was done, it
            was ended then.
    """

    def __init__(self, recording: Recording, *, whole: bool = True) -> None:
        self.recording = recording
        self.whole = whole

    @cached_property
    def client(self) -> StreamClient:
        """What the client did and received."""
        return StreamClient(self.recording)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps, as ``chunkwise watch`` prints them."""
        return steps(self.recording)

    @cached_property
    def findings(self) -> list[Finding]:
        """What ``chunkwise watch`` finds wrong: each with its text, ``what``, and the line."""
        return diagnose(Seen(self.recording, self.whole))

    def cancelled_at(self, line: int | str, *, file: str = "") -> Literal[True]:
        """Assert that the program was cancelled at a line: Python raised ``CancelledError`` at an ``await`` there.

        Args:
            line: The line's number, or a part of its text, such as ``"await asyncio.sleep"``.
            file: The end of the file's path, such as ``app/chat.py``, if several files have such a line.

        Raises:
            AssertionError: It was not cancelled there. The message shows the steps that prove it.
        """
        __tracebackhide__ = True
        cancelled, closed = self._raised(CANCELLED), self._raised("GeneratorExit")
        if any(self._is_at(event, line, file) for _, event in cancelled):
            return True
        where = f"line {line}" if isinstance(line, int) else f"a line with {line!r}"
        ran = dict.fromkeys(event.file for event in self.recording.events if isinstance(event, CodeEvent))
        if isinstance(line, str) and not any(line in self.recording.modules.get(one, "") for one in ran):
            raise AssertionError(f"no file of which anything ran has {where}: {', '.join(ran) or 'there is none'}")
        said = f"nothing was cancelled at {where}"
        left = [place for place, event in enumerate(self.recording.events) if _leaves(event)]
        if cancelled:
            said += f", but at {self._place(cancelled[0][1])}"
        elif closed:
            said += f": `GeneratorExit` was raised at {self._place(closed[0][1])}, so a generator was closed instead"
        elif not left:
            said += f": the client did not leave; let it, with {HELD}1"
        else:
            said += ", nor anywhere else, although the client left"
        places = [*left, *(place for place, _ in cancelled or closed)]
        raise AssertionError(proof(self.recording, said, places))

    def _raised(self, name: str) -> list[tuple[int, CodeEvent]]:
        return [
            (place, event)
            for place, event in enumerate(self.recording.events)
            if isinstance(event, CodeEvent) and event.kind == "raise" and class_of(event.error) == name
        ]

    def _is_at(self, event: CodeEvent, line: int | str, file: str) -> bool:
        if not event.file.endswith(file):
            return False
        return event.line == line if isinstance(line, int) else line in self._text(event)

    def _text(self, event: CodeEvent) -> str:
        lines = self.recording.modules.get(event.file, "").splitlines()
        return lines[event.line - 1].strip() if event.line <= len(lines) else ""

    def _place(self, event: CodeEvent) -> str:
        return f"{event.file}:{event.line}, `{self._text(event)}`"

    def __str__(self) -> str:
        return "\n".join(table(self.recording))


def _leaves(event: object) -> bool:
    return isinstance(event, ClientEvent) and event.kind == "hang up"
