"""What a diagnosis finds in programs that are wrong, and that it finds nothing in those that are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from chunkwise.events import AsgiEvent, Blob, ClientEvent, CodeEvent, Event, LeftOut, Recording
from chunkwise.watch.checks import CHECKS, diagnose
from chunkwise.watch.cleanup import cleanup_around
from chunkwise.watch.findings import Finding, Seen
from tests.support.made import ROOT
from tests.watch.conftest import WATCHED, Watched

EXAMPLES = ROOT / "examples"
PROGRAMS = ROOT / "tests" / "cases" / "programs"


def problems(recording: Recording) -> list[Finding]:
    return [one for one in diagnose(Seen(recording)) if not one.note]


WRONG = [
    (EXAMPLES / "conditions/blocking_sleep", "/pieces", {}, "blocking", 12),
    (EXAMPLES / "dying_mid_stream/after_one_chunk", "/ratios", {}, "died", 9),
    (EXAMPLES / "client_leaves/def_generator", "/rows", {"hang_up_after": 1}, "cleanup skipped", 12),
    (PROGRAMS / "several_files", "/api/names", {}, "died", 14),
]


@pytest.mark.parametrize(("folder", "path", "more", "check", "line"), WRONG, ids=lambda one: getattr(one, "name", ""))
def test_what_is_wrong_with_an_example_is_found_with_its_line(
    folder: Path, path: str, more: dict[str, object], check: str, line: int, watched: Watched
) -> None:
    recording, end = watched(folder, path, **more)

    (found,) = problems(recording)

    assert end.kind == "whole"
    assert (found.check, found.file, found.line) == (check, "routes.py" if "files" in folder.name else "app.py", line)
    assert (ROOT / "docs" / found.page.split("#")[0].removesuffix("/")).with_suffix(".md").exists()


def test_what_a_program_collects_before_its_first_piece_is_found_in_the_file_that_does_it(watched: Watched) -> None:
    recording, _ = watched(WATCHED, "/chat?q=hi", "app.main")

    (found,) = problems(recording)

    assert (found.check, found.file, found.line) == ("collected", "app/chat.py", 13)
    assert isinstance(recording.events[found.at], AsgiEvent)


RIGHT = [
    (WATCHED, "app.main", "/stream?q=hi", {}),
    (EXAMPLES / "blocking/await_it", "app", "/answer", {}),
    (EXAMPLES / "client_leaves/at_an_await", "app", "/prices", {"hang_up_after": 2}),
    (EXAMPLES / "tokens/played", "app", "/chat", {"hang_up_after": 1}),
    (PROGRAMS / "middleware_wraps_body", "app", "/words", {}),
    (PROGRAMS / "router_session", "app", "/api/orders/export", {}),
    (PROGRAMS / "lifespan_one_client", "app", "/words", {}),
]


@pytest.mark.parametrize(
    ("folder", "module", "path", "more"), RIGHT, ids=[f"{folder.name}{path}" for folder, _, path, _ in RIGHT]
)
def test_nothing_is_found_in_what_is_right(
    folder: Path, module: str, path: str, more: dict[str, object], watched: Watched
) -> None:
    recording, end = watched(folder, path, module, **more)

    assert end.kind == "whole"
    assert problems(recording) == []


def test_a_file_that_a_request_imports_is_followed_from_its_first_line(watched: Watched) -> None:
    recording, _ = watched(WATCHED, "/stream?q=hi", "app.main")

    own = [event for event in recording.events if isinstance(event, CodeEvent) and event.file == "app/slow.py"]

    assert own[0].kind == "start"
    assert [event.value for event in own if event.kind == "yield"] == ["'You'", "' said'", "' hi'"]
    assert "async def one_by_one" in recording.modules["app/slow.py"]


def code(kind: str, line: int, at: float, **more: object) -> CodeEvent:
    given = {"lane": "code", "kind": kind, "function": "rows", "frame": 1, "line": line, "at": at, "exchange": 1}
    return CodeEvent.model_validate({**given, **more})


def asgi(kind: str, at: float, **more: object) -> AsgiEvent:
    return AsgiEvent.model_validate({"lane": "asgi", "kind": kind, "at": at, "exchange": 1, **more})


def sent(at: float, size: int = 3, *, more: bool = True) -> AsgiEvent:
    body = Blob(size=size, text="x" * size)
    return asgi("send", at, type="http.response.body", body=body, more_body=more)


def client(kind: str, at: float) -> ClientEvent:
    return ClientEvent.model_validate({"lane": "client", "kind": kind, "client": "client", "at": at, "exchange": 1})


def checks(*events: Event) -> list[str]:
    return [one.check for one in diagnose(Seen(Recording(clock="free", source="", events=events)))]


def test_a_line_blocks_only_if_its_own_frame_neither_awaits_nor_is_in_a_worker_thread() -> None:
    assert checks(code("line", 3, 0), code("line", 4, 150)) == ["blocking"]
    assert checks(code("line", 3, 0), code("line", 4, 90)) == []
    assert checks(code("line", 3, 0), code("await", 3, 1), code("resume", 3, 150)) == []
    assert checks(code("line", 3, 0), code("line", 1, 150, frame=2)) == []
    worker = {"thread": "worker thread"}
    assert checks(code("line", 3, 0, **worker), code("line", 4, 150, **worker)) == []


def test_a_slow_first_piece_alone_is_not_collected() -> None:
    begin = asgi("scope", 0, type="http")
    once = (code("line", 3, 1), code("await", 3, 2), code("resume", 3, 480), code("yield", 4, 490, generator=True))
    loop = [one for at in (1, 240, 480) for one in (code("line", 3, at), code("await", 3, at), code("resume", 3, at))]
    for index in (2, 5):
        loop[index] = loop[index].model_copy(update={"at": (239, 479)[index > 2]})

    assert "collected" not in checks(begin, *once, sent(500), sent(501))
    assert checks(begin, *loop, sent(500), sent(501)) == ["collected"]
    assert checks(begin, *loop, sent(500), sent(800)) == []
    assert checks(begin, *loop, sent(500), client("hang up", 501)) == [], "more might have come later"
    assert checks(begin, *loop, sent(500, more=False)) == [], "an answer in one piece is no stream"


def test_pieces_without_a_pause_are_only_noted() -> None:
    begin = asgi("scope", 0, type="http")
    (note,) = diagnose(Seen(Recording(clock="free", source="", events=(begin, sent(5), sent(6), sent(7)))))

    assert (note.check, note.note) == ("at once", True)
    assert checks(begin, sent(5), sent(60)) == []


def test_what_was_only_counted_is_noted_with_the_rest_unless_it_paused() -> None:
    begin = asgi("scope", 0, type="http")

    def end(longest: float) -> AsgiEvent:
        left_out = LeftOut(count=900, size=2700, longest=longest)
        return sent(80, 0, more=False).model_copy(update={"left_out": left_out})

    (note,) = diagnose(Seen(Recording(clock="free", source="", events=(begin, sent(5), sent(6), end(1.5)))))

    assert (note.check, note.what[:20]) == ("at once", "All 902 pieces were ")
    assert checks(begin, sent(5), sent(6), end(30)) == []


def test_a_wait_for_a_processor_blocks_nothing() -> None:
    recording = Recording(clock="free", source="", events=(code("line", 3, 0), code("line", 4, 250)))

    assert diagnose(Seen(recording, waits=[(-10, 100, 80), (200, 260, 90)])) == []
    (found,) = diagnose(Seen(recording, waits=[(-10, 100, 80), (260, 300, 40)]))
    assert "for 170 ms" in found.what


def test_a_line_behind_what_was_only_counted_does_not_block() -> None:
    after = code("line", 4, 900).model_copy(update={"left_out": LeftOut(count=800)})

    assert checks(code("line", 3, 0), after) == []


def test_an_exception_before_the_status_or_after_the_client_has_left_is_not_the_streams_death() -> None:
    begin, error = asgi("scope", 0, type="http"), asgi("error", 9, error="ValueError('no')")
    head = asgi("send", 1, type="http.response.start", status=200)

    assert checks(begin, head, error) == ["died"]
    assert checks(begin, error) == []
    assert checks(begin, head, client("hang up", 5), error) == []
    assert checks(begin, head, asgi("error", 9, error="CancelledError()")) == []


def test_a_generator_goes_on_if_it_makes_more_than_what_was_on_its_way() -> None:
    own = {"generator": True, "role": "body", "body": 1, "value": "'x'"}
    begin = (client("request", 0), asgi("scope", 0), code("start", 3, 1, **own), client("hang up", 10))
    late = [code("yield", 4, at, **own) for at in (12, 150, 300)]

    assert "goes on" in checks(*begin, *late)
    assert "goes on" not in checks(*begin, *late[:2])


def test_a_task_outlives_its_reader_only_if_it_runs_long_after() -> None:
    task = {"task": 2, "frame": 2, "function": "feed"}
    start = code("start", 3, 1, by=1, via="asyncio.Task", **task)
    begin = (client("request", 0), start, code("await", 3, 2, **task), client("hang up", 10))

    assert checks(*begin, code("resume", 4, 400, **task)) == ["outlived"]
    assert checks(*begin, code("resume", 4, 30, **task)) == []
    assert checks(*begin, code("raise", 4, 400, error="CancelledError()", **task)) == []


def test_a_generator_never_awaits_only_if_that_is_so_of_all_that_was_counted() -> None:
    pull = "starlette.responses.StreamingResponse.stream_response"
    own = {"generator": True, "role": "body", "body": 1}

    def made(awaits: int, via: str = pull) -> list[str]:
        left_out = LeftOut(count=900, awaits=awaits)
        first = [code("start", 3, 1, **own), code("yield", 4, 2, value="1", **own)]
        last = [code("resume", 4, 3, via=via, **own), code("yield", 4, 4, value="2", **own)]
        return checks(*first, *last, code("resume", 4, 400, left_out=left_out, via=via, **own))

    assert made(0) == ["never awaits"]
    assert made(7) == []
    assert made(0, via="fastapi.routing") == []


def test_a_function_in_a_worker_thread_goes_on_behind_its_reader() -> None:
    thread = {"thread": "worker thread", "function": "read_frame"}
    begin = (client("request", 0), code("start", 3, 1, **thread), client("hang up", 10))

    (note,) = diagnose(Seen(Recording(clock="free", source="", events=(*begin, code("return", 4, 400, **thread)))))

    assert (note.check, note.note) == ("outlived", True)
    assert "in a worker thread 390 ms after its reader was gone" in note.what
    assert checks(*begin, code("return", 4, 30, **thread)) == []


def test_cleanup_is_looked_for_around_the_line() -> None:
    program = """
async def rows():
    yield 1
    async with pool() as one:
        try:
            yield 2
        finally:
            yield 3
            close(one)
    try:
        yield 4
    except ValueError:
        pass
"""
    around = [cleanup_around(program, line) for line in (3, 6, 8, 11)]

    assert around == [None, "its `finally` in line 8", "the rest of its `finally`", None]


def test_each_check_is_told_of_where_nothing_was_found() -> None:
    assert len(CHECKS) == 8
