"""Passage through a proxy: what goes from the left to the right shares a row, and the order is the story's."""

from __future__ import annotations

from chunkwise.views.passage import left_out, passage


def test_what_passes_on_at_once_is_one_row() -> None:
    story = ["client sends the request", "program sends a piece: 7 bytes", "proxy reads from the server"]
    assert passage([*story, "client reads a part of the body: 7 bytes"]) == (
        {"client": "sends the request"},
        {
            "program": "sends a piece: 7 bytes",
            "proxy": "reads from the server",
            "client": "reads 7 bytes",
        },
    )


def test_what_is_held_has_rows_without_a_client() -> None:
    pieces = ["program sends a piece: 7 bytes", "proxy reads from the server"] * 2
    rows = passage([*pieces, "client reads a part of the body: 14 bytes", "client: complete"])
    assert ["client" in row for row in rows] == [False, True]
    assert rows[-1]["client"] == "reads 14 bytes; has the whole response"


def test_an_end_runs_back_from_the_client_to_the_program() -> None:
    story = ["client: left", "proxy closes its side", "program receives http.disconnect", "server closes its side"]
    assert passage(story) == (
        {"client": "disconnects"},
        {"proxy": "closes its side"},
        {"program": "receives http.disconnect; server closes its side"},
    )


def test_the_disconnect_of_a_complete_response_is_left_out_and_one_after_another_answer_is_not() -> None:
    told = "program receives http.disconnect"
    assert passage([told, "program ends", "client: complete"]) == (
        {"program": "ends", "client": "has the whole response"},
    )
    late = passage(["client has the head: status 504", "client: complete", told])
    assert late[-1] == {"program": "receives http.disconnect"}


def test_a_story_that_was_cut_says_how_many_lines_are_missing() -> None:
    cut = ["client sends the request", "program sends the head", "12 more lines"]
    assert left_out(cut) == 12
    assert passage(cut) == passage(cut[:2])
    assert left_out(cut[:2]) == left_out([]) == 0
