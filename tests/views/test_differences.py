"""Two runs side by side: what is changed in the program and at the client, and which steps come of it."""

from __future__ import annotations

from pathlib import Path

from chunkwise.examples.scenario import Scenario, load_scenario
from chunkwise.views.differences import Line, Pair, client_difference, pairs, source_difference
from chunkwise.views.steps import steps
from tests.support.made import recordings, step

HEAD = 'title = "A run"\n'


def scenario(*acts: str, more: str = "") -> Scenario:
    return load_scenario(Path("scenario.toml"), f"{HEAD}{more}\n[[client]]\nscript = [{', '.join(acts)}]\n")


def told(found: tuple[Line, ...]) -> list[str]:
    signs = {"same": " ", "removed": "-", "added": "+"}
    return [f"{signs[line.kind]} {line.text}" for line in found]


def test_a_changed_line_stands_among_its_neighbours() -> None:
    (found,) = source_difference("a\nb\nc\nd\n", "a\nb\nC\nd\n")
    assert found == (Line("same", 2, "b"), Line("removed", 3, "c"), Line("added", 3, "C"), Line("same", 4, "d"))


def test_lines_count_on_the_side_that_they_are_on() -> None:
    (found,) = source_difference("a\nb\nc", "new\na\nB\nc", context=1)
    assert [(line.kind, line.number) for line in found] == [
        ("added", 1),
        ("same", 2),
        ("removed", 2),
        ("added", 3),
        ("same", 4),
    ]


def test_changes_that_are_far_apart_are_two_groups() -> None:
    one = "a\n1\n2\n3\n4\nb"
    assert [told(group) for group in source_difference(one, one.upper())] == [
        ["- a", "+ A", "  1"],
        ["  4", "- b", "+ B"],
    ]


def test_empty_lines_around_a_change_are_left_out() -> None:
    (found,) = source_difference("a\n\nb\n\nc", "a\n\nB\n\nc")
    assert told(found) == ["- b", "+ B"]


def test_an_empty_line_that_is_a_change_is_shown() -> None:
    (found,) = source_difference("a\nb", "a\n\nb")
    assert told(found) == ["  a", "+ ", "  b"]


def test_the_same_program_has_no_difference() -> None:
    assert source_difference("a\nb", "a\nb") == ()


def test_what_a_client_does_is_told_in_words() -> None:
    one = scenario('{ send = "GET /" , headers = { Connection = "close" } }', '{ read = "all" }')
    other = scenario('{ send = "GET /" }', "{ read = 1 }", "{ pause = 0.5 }", "{ read = 2 }", "{ hang_up = true }")
    assert told(client_difference(one, other)) == [
        "- The client sends `GET /` with `Connection: close`.",
        "- The client reads to the end of the response.",
        "+ The client sends `GET /`.",
        "+ The client reads 1 piece.",
        "+ The client does nothing for 0.5 s.",
        "+ The client reads 2 pieces.",
        "+ The client hangs up.",
    ]


def test_every_act_has_its_words() -> None:
    nothing = scenario('{ send = "GET /x" }')
    acts = ('{ send = "GET /", body = "b" }', '{ read = "headers" }', '{ wait = "server" }', "{ stop_reading = true }")
    assert told(client_difference(nothing, scenario(*acts, "{ reconnect = true }")))[1:] == [
        "+ The client sends `GET /` with the body `b`.",
        "+ The client reads the headers.",
        "+ The client waits until the server has nothing left to do.",
        "+ The client stops reading.",
        "+ The client reconnects as an `EventSource` does.",
    ]


def test_several_clients_are_told_apart() -> None:
    text = f"""{HEAD}
[[client]]
name = "slow"
script = [{{ send = "GET /" }}]
[[client]]
name = "quick"
script = [{{ wait = "slow" }}, {{ wait = "slow", pieces = 2 }}]
"""
    found = told(client_difference(scenario('{ send = "GET /" }'), load_scenario(Path("s"), text)))
    assert found[1:] == [
        "+ `slow` sends `GET /`.",
        "+ `quick` waits until `slow` has read 1 piece.",
        "+ `quick` waits until `slow` has read 2 pieces.",
    ]


def test_what_the_client_can_feel_of_the_server_is_told_too() -> None:
    act = '{ send = "GET /" }'
    found = client_difference(scenario(act), scenario(act, more='clock = "free"\nsend_buffer = 4096'))
    assert told(found) == [
        "+ The run has a real clock, and the server doesn't wait for the client.",
        "+ The server's send buffer holds 4,096 bytes.",
        "  The client sends `GET /`.",
    ]


def test_clients_that_do_the_same_have_no_difference() -> None:
    assert client_difference(scenario('{ send = "GET /" }'), scenario('{ send = "GET /" }')) == ()


def test_steps_of_one_name_belong_together_whatever_their_numbers() -> None:
    one = [step(1, "request"), step(2, "yield 0", "Yielded 0"), step(3, "raise", received="None")]
    other = [step(1, "request"), step(2, "raise", received="Status 200 and headers")]
    assert pairs(one, other) == (
        Pair(one[0], other[0]),
        Pair(one[1], None),
        Pair(one[2], other[1], ("received",)),
    )


def test_a_step_that_comes_at_another_place_is_on_each_side_once() -> None:
    one = [step(1, "yield 0"), step(2, "end"), step(3, "close")]
    other = [step(1, "close"), step(2, "yield 0"), step(3, "end")]
    found = pairs(one, other)
    assert [(pair.name, pair.one is not None, pair.other is not None) for pair in found] == [
        ("close", False, True),
        ("yield 0", True, True),
        ("end", True, True),
        ("close", True, False),
    ]


def test_all_cells_are_compared() -> None:
    one = step(1, "yield 0", "Yielded 0", action="a", yielded="b", received="c")
    other = step(1, "yield 0", "Completed", action="A", yielded="B", received="C")
    assert pairs([one], [other])[0].differs == ("action", "state", "yielded", "received")


def test_five_chunks_are_three_and_two_more() -> None:
    found = pairs(steps(recordings()["main"]), steps(recordings()["five_chunks"]))
    assert [pair.name for pair in found if pair.one is None] == ["yield 3", "yield 4"]
    assert [pair.name for pair in found if pair.differs] == []
