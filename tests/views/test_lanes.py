"""The four lanes: what moved in each during a step."""

from __future__ import annotations

from chunkwise.events import AsgiEvent, Blob, ClientEvent, CodeEvent, Event
from chunkwise.views.lanes import LaneStep, lanes
from chunkwise.views.steps import steps
from tests.support.made import code, down, recording, recordings, step


def texts(found: LaneStep, lane: str) -> list[str]:
    return [entry.text for entry in found.entries if entry.lane == lane]


def one_step(*events: Event) -> LaneStep:
    (found,) = lanes(recording(*events), [step(1, "request", events=tuple(range(len(events))))])
    return found


def test_a_yield_moves_all_four() -> None:
    main = recordings()["main"]
    second = lanes(main, steps(main))[2]
    assert second.step.name == "yield 1"
    assert texts(second, "code") == [
        "`generate` goes on",
        "`generate` runs lines 8 and 9",
        "`generate` yields `'chunk 1\\n'` on line 9 and is suspended",
    ]
    assert texts(second, "asgi") == ["the app sends `http.response.body`: 8 bytes, `more_body=True`"]
    (sent,) = (entry for entry in second.entries if entry.lane == "wire")
    assert [[(part.kind, part.text) for part in line] for line in sent.sent] == [
        [
            ("framing", "8\r\n"),
            ("data", "chunk 1\n"),
            ("framing", "\r\n"),
        ]
    ]
    assert texts(second, "client") == ["receives `chunk 1\n`"]


def test_each_step_knows_the_lines_that_ran() -> None:
    main = recordings()["main"]
    assert [row.lines for row in lanes(main, steps(main))] == [(14,), (8, 9), (8, 9), (8, 9), (8,), ()]


def test_entries_stand_in_the_order_of_the_recording() -> None:
    main = recordings()["main"]
    second = lanes(main, steps(main))[1]
    assert [entry.lane for entry in second.entries] == [
        *("asgi", "wire", "client"),
        *("code", "code", "code"),
        *("asgi", "wire", "client"),
    ]


def test_a_cause_leads_to_its_effect_and_mere_sequence_does_not() -> None:
    main = recordings()["main"]
    request, second, *_ = lanes(main, steps(main))
    assert [entry.cause for entry in request.entries] == ["", "client", "wire", "asgi", "", "", ""]
    # The generator starts after the client has read the head, not because of it.
    assert [entry.cause for entry in second.entries] == ["", "asgi", "wire", "", "", "", "code", "asgi", "wire"]


def test_each_line_of_a_head_is_its_own() -> None:
    main = recordings()["main"]
    head = lanes(main, steps(main))[1].entries[1]
    assert [line[0].text.split(":")[0] for line in head.sent] == [
        "HTTP/1.1 200 OK\r\n",
        "date",
        "server",
        "content-type",
        "Transfer-Encoding",
        "Connection",
        "\r\n",
    ]


def test_lines_in_a_row_are_one_sentence() -> None:
    found = one_step(code("line", 3), code("line", 4), code("line", 3), code("line", 9, frame=2))
    assert texts(found, "code") == ["`generate` runs lines 3 and 4", "`generate` runs line 9"]
    assert found.lines == (3, 4, 9)


def test_a_worker_thread_is_named() -> None:
    started = CodeEvent(lane="code", kind="start", function="rows", frame=1, line=1, thread="worker thread")
    assert texts(one_step(started), "code") == ["`rows` starts in a worker thread"]


def test_a_failure_is_told_in_each_lane() -> None:
    found = one_step(
        CodeEvent(lane="code", kind="raise", function="rows", frame=1, line=7, error="ValueError('boom')"),
        CodeEvent(lane="code", kind="unwind", function="rows", frame=1, line=7, error="ValueError('boom')"),
        AsgiEvent(lane="asgi", kind="error", error="ValueError('boom')"),
        ClientEvent(lane="client", kind="cut short", client="client", error="incomplete chunked read"),
    )
    assert texts(found, "code") == [
        "`ValueError('boom')` is raised in `rows` on line 7",
        "`rows` ends with `ValueError('boom')`",
    ]
    assert texts(found, "asgi") == ["the app ends with `ValueError('boom')`"]
    assert texts(found, "client") == ["doesn't receive the end of the body: `incomplete chunked read`"]


def test_several_clients_are_told_apart() -> None:
    found = one_step(
        ClientEvent(lane="client", kind="piece", client="ann", data=Blob.of(b"hi")),
        ClientEvent(lane="client", kind="hang up", client="bob"),
    )
    assert texts(found, "client") == ["ann receives `hi`", "bob closes its connection"]


def test_a_long_piece_says_how_long_it_is() -> None:
    found = one_step(ClientEvent(lane="client", kind="piece", client="a", data=Blob(size=9000, text="xx")))
    assert texts(found, "client") == ["receives `xx … (9000 bytes)`"]


def test_long_data_is_cut_short_between_its_framing() -> None:
    (entry,) = one_step(
        down("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"), down("64\r\n" + "x" * 100 + "\r\n")
    ).entries[1:]
    assert [part.text for line in entry.sent for part in line] == [
        *("64\r\n", "x" * 64, " … ", "\r\n"),
        " (106 bytes in all)",
    ]


def test_bytes_that_were_not_kept_are_counted() -> None:
    (entry,) = one_step(down("HTTP/1.1 200 OK\r\n\r\nab", size=9000)).entries
    assert [part.text for part in entry.sent[-1]] == ["ab", " … ", " (9000 bytes in all)"]
