"""Facts about made-up runs: each word means one order of moments, whatever the times are."""

from __future__ import annotations

import pytest

from chunkwise.conditions.client import ClientSide, End
from chunkwise.conditions.facts import facts
from chunkwise.conditions.observation import Event, Observation, observed
from chunkwise.conditions.relay import UpstreamSide

MS = 1_000_000
SIZE = 10


def run(
    made: list[int],
    had: list[int],
    *,
    end: End = "complete",
    ended: int | None = None,
    raised: str = "",
    head: int | None = 1,
    prints: dict[int, str] | None = None,
    left: int | None = None,
) -> Observation:
    """Return a run: when its pieces were made and when the client had them, in milliseconds."""
    log: list[Event] = [{"at": 0, "kind": "begins"}, {"at": 0, "kind": "made", "start": 200}]
    log += [{"at": at * MS, "kind": "made", "size": SIZE, "text": "x", "more": True} for at in made]
    if not raised and end != "left":
        log.append({"at": (ended or made[-1]) * MS, "kind": "made", "size": 0, "text": "", "more": False})
    log += [{"at": at * MS, "kind": "printed", "text": text} for at, text in (prints or {}).items()]
    if ended is not None:
        log.append({"at": ended * MS, "kind": "ends", **({"raised": raised} if raised else {})})
    client = ClientSide(end=end, status=200, head=None if head is None else head * MS)
    client.body = [(at * MS, SIZE * (number + 1)) for number, at in enumerate(had)]
    client.ended = (left if left is not None else max([*had, *made])) * MS
    seen = observed(client, sorted(log, key=lambda event: int(event["at"])))
    seen.prints = prints is not None
    return seen


@pytest.mark.parametrize(
    ("made", "had", "said"),
    [
        ([0, 200, 400], [1, 201, 401], "one by one"),
        ([0, 200, 400], [199, 399, 401], "one by one"),
        ([0, 200, 400], [401, 401, 401], "all at the end"),
        ([0, 200, 400], [201, 201, 401], "some together"),
        ([0, 200, 400], [201, 401, 601], "some together"),
        ([0, 200, 400], [], "none arrives"),
        ([0, 1, 2], [3, 3, 3], None),
        ([0, 50, 100, 300, 350, 400], [401] * 6, None),
    ],
)
def test_pieces_are_judged_by_what_was_made_before_they_were_read(
    made: list[int], had: list[int], said: str | None
) -> None:
    assert facts(run(made, had, ended=made[-1] + 1)).get("pieces") == said


def test_a_single_piece_is_compared_with_the_end_of_the_program() -> None:
    early, late = (run([0], [had], ended=200, raised="ValueError", end="cut off") for had in (1, 201))
    assert [facts(one)["pieces"] for one in (early, late)] == ["one by one", "all at the end"]


@pytest.mark.parametrize(("head", "said"), [(1, "at once"), (201, "with the first piece"), (None, "never")])
def test_the_head_is_asked_for_where_a_pause_comes_first(head: int | None, said: str) -> None:
    assert facts(run([200, 400], [201, 401], head=head, ended=400))["head"] == said
    assert "head" not in facts(run([10, 400], [11, 401], head=head, ended=400))


def test_an_end_is_clean_though_the_program_failed() -> None:
    assert facts(run([0], [1], ended=9, raised="ValueError"))["end"] == "clean though it failed"
    assert facts(run([0], [1], ended=9))["end"] == "complete"
    assert facts(run([0], [1], ended=9, raised="ValueError", end="cut off"))["end"] == "cut off"


@pytest.mark.parametrize(
    ("made", "ended", "said"),
    [
        ([0, 100, 200], 250, "stops at once"),
        ([0, 100, *range(200, 3000, 100)], 3100, "stops late"),
        ([0, 100, 200], None, "goes on"),
    ],
)
def test_what_a_program_does_when_its_client_has_left(made: list[int], ended: int | None, said: str) -> None:
    seen = facts(run(made, [1], end="left", left=150, ended=ended))
    assert seen["program"] == said
    assert "end" not in seen
    assert "pieces" not in seen


def test_an_exception_of_the_program_is_named_and_a_cancellation_is_none() -> None:
    assert facts(run([0], [1], ended=9, raised="ValueError", end="cut off"))["program"] == "raises ValueError"
    assert facts(run([0], [1], ended=9, raised="CancelledError", end="cut off"))["program"] == "stops at once"


def test_the_order_has_prints_pieces_and_the_leaving_and_no_piece_after_that() -> None:
    prints = {5: "opens", 300: "finally", 310: "exit"}
    seen = run([10, 110, 210], [11], end="left", left=200, ended=320, prints=prints)
    assert facts(seen)["order"] == "opens, the pieces, the client leaves, finally, exit"


def test_a_program_that_could_print_and_does_not_has_an_order_without_it() -> None:
    assert facts(run([10, 110], [11], end="left", left=200, prints={}))["order"] == "the pieces, the client leaves"
    assert "order" not in facts(run([10, 110], [11], end="left", left=200))


def test_a_program_that_a_version_cannot_import_has_that_as_its_only_fact() -> None:
    seen = Observation(ClientSide(), unable="ModuleNotFoundError")
    assert facts(seen) == {"status": "does not start: ModuleNotFoundError"}


def test_one_that_is_never_asked_is_said_so() -> None:
    assert facts(observed(ClientSide(status=200, end="complete"), []))["program"] == "is never asked"


def test_a_proxy_has_the_version_that_it_asks_with() -> None:
    seen = run([0], [1], ended=9)
    seen.upstream = UpstreamSide(asked=b"GET /pieces HTTP/1.0\r\nHost: here\r\n\r\n")
    assert facts(seen)["upstream"] == "HTTP/1.0"


def test_an_application_without_an_inner_side_is_judged_by_what_it_sends() -> None:
    log: list[Event] = [
        {"at": 0, "kind": "begins"},
        {"at": 1, "kind": "sent", "start": 200},
        {"at": 2, "kind": "sent", "size": 3, "text": "abc", "more": False},
        {"at": 3, "kind": "ends"},
    ]
    seen = observed(ClientSide(status=200, end="complete"), log)
    assert [piece.text for piece in seen.pieces] == ["abc"]
    assert facts(seen)["program"] == "runs to its end"
