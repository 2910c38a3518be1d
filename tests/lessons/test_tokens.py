"""A model's tokens relayed with the real SDKs: what stops the model, what doesn't, and how an answer ends."""

from __future__ import annotations

from chunkwise.events import Recording, UpstreamEvent
from chunkwise.views.steps import steps
from tests.support.reading import client, code, error, in_order, pieces
from tests.support.record import Record

RELAY = "tokens/relay"
HEADLINE = "tokens/headline"
SAYS_HOW = "tokens/says_how"


def upstream(recording: Recording) -> list[str]:
    return [event.kind for event in recording.events if isinstance(event, UpstreamEvent)]


def tokens(recording: Recording) -> int:
    """How many chunks the upstream sent, the ones without text included."""
    return upstream(recording).count("piece")


def test_a_client_that_leaves_closes_the_connection_to_the_model(record: Record) -> None:
    recording = record(RELAY)
    assert pieces(recording) == ["It ", "is "]
    assert tokens(recording) == 2
    assert in_order(recording, "client hang up", "chat raise", "upstream closed")


def test_a_client_that_stays_gets_all_of_the_answer(record: Record) -> None:
    assert "".join(pieces(record(RELAY, "stays"))) == "It is sunny and warm today."
    assert upstream(record(RELAY, "stays"))[-1] == "finished"


def test_a_task_that_is_not_cancelled_reads_the_answer_to_its_end(record: Record) -> None:
    for variant in ("behind_a_queue", "below_the_loop", "on_error"):
        recording = record(RELAY, variant)
        assert pieces(recording) == ["It ", "is "]
        assert upstream(recording)[-1] == "finished"
        assert tokens(recording) > 7


def test_a_task_that_is_cancelled_in_finally_closes_its_connection(record: Record) -> None:
    recording = record(RELAY, "task_cancelled")
    assert upstream(recording)[-1] == "closed"
    assert in_order(recording, "chat raise", "ask raise", "upstream closed")


def test_the_chunks_without_text_cut_a_careless_relay_short(record: Record) -> None:
    for variant, name in (("unchecked", "AttributeError"), ("usage", "IndexError")):
        recording = record(RELAY, variant)
        assert "".join(pieces(recording)) == "It is sunny and warm today."
        assert (error(recording) or "").startswith(name)
        assert "cut short" in client(recording)


def test_an_upstream_that_dies_raises_and_one_that_ends_early_does_not(record: Record) -> None:
    assert (error(record(RELAY, "dies")) or "").startswith("APIConnectionError")
    assert "cut short" in client(record(RELAY, "dies"))
    assert pieces(record(RELAY, "ends_early")) == ["It ", "is ", "sunny "]
    assert error(record(RELAY, "ends_early")) is None
    assert "finished" in client(record(RELAY, "ends_early"))


def test_a_break_leaves_the_answer_open_and_async_with_closes_it(record: Record) -> None:
    assert pieces(record(HEADLINE)) == pieces(record(HEADLINE, "held")) == ["It ", "is ", "sunny."]
    assert in_order(record(HEADLINE), "client finished", "upstream piece", "upstream finished")
    assert upstream(record(HEADLINE, "held"))[-1] == "closed"


def test_a_synchronous_client_lets_no_other_request_in(record: Record) -> None:
    names = [step.name for step in steps(record("tokens/blocking_sdk"))]
    assert names.index("request #2") < names.index("yield 2") < names.index("end") < names.index("taken up #2")


def test_in_a_def_generator_a_disconnect_closes_nothing(record: Record) -> None:
    recording = record("tokens/blocking_sdk", "in_a_thread")
    assert steps(recording)[-1].name == "left"
    assert "closed" not in upstream(recording)
    assert len(code(recording, "chat", "yield")) == 3


def test_a_last_event_says_whether_the_answer_is_complete(record: Record) -> None:
    for variant in ("main", "usage"):
        assert pieces(record(SAYS_HOW, variant))[-1] == 'event: done\ndata: "stop"\n\n'
    for variant in ("incomplete", "broken"):
        assert pieces(record(SAYS_HOW, variant))[-1] == 'event: failed\ndata: "incomplete"\n\n'
    assert pieces(record(SAYS_HOW, "no_data"))[-1] == "event: failed\n\n"
    assert upstream(record(SAYS_HOW, "leaves"))[-1] == "closed"


def test_the_sdk_of_anthropic_closes_its_connection_too_and_raises_what_is_reported(record: Record) -> None:
    assert in_order(record("tokens/claude"), "client hang up", "chat raise", "upstream closed")
    assert "".join(pieces(record("tokens/claude", "stays"))) == "It is sunny and warm today."
    assert (error(record("tokens/claude", "overloaded")) or "").startswith("APIStatusError")
