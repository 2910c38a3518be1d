"""What a proxy does to a stream: it holds it, cuts it off, or hides how it ended. Committed runs behind real ones."""

from __future__ import annotations

from functools import cache

import pytest

from chunkwise.conditions import records
from chunkwise.conditions.records import Record as Condition
from chunkwise.examples.example import Example
from tests.support.made import ROOT
from tests.support.reading import header, in_order, pieces, status
from tests.support.record import Record

ANSWER, REPORT, EXPORT = "behind_a_proxy/answer", "behind_a_proxy/report", "behind_a_proxy/export"


@cache
def runs(name: str) -> dict[tuple[str, str | None], Condition]:
    """The committed runs of an example, by variant and configuration."""
    made = records.load(Example(ROOT / "examples", name))
    return {(one.condition.variant, one.condition.configuration): one for one in made}


def fact(name: str, variant: str, configuration: str, wanted: str) -> str:
    return runs(name)[variant, configuration].facts[wanted]


@pytest.mark.parametrize(
    ("variant", "configuration", "arrive"),
    [
        ("main", "nginx.conf", "one by one"),
        ("main", "nginx-tls.conf", "all at the end"),
        ("main", "nginx-http2.conf", "one by one"),
        ("main", "nginx-http-1.0.conf", "all at the end"),
        ("main", "nginx-buffering-off.conf", "one by one"),
        ("zipped", "nginx-gzip.conf", "all at the end"),
        ("unbuffered", "nginx-tls.conf", "one by one"),
        ("unbuffered", "nginx-http-1.0.conf", "one by one"),
        ("unbuffered_zipped", "nginx-gzip.conf", "one by one"),
        ("quick", "haproxy.cfg", "some together"),
        ("quick", "haproxy-for-streams.cfg", "one by one"),
        ("quick", "Caddyfile", "one by one"),
    ],
)
def test_what_holds_a_stream_and_what_cures_it(variant: str, configuration: str, arrive: str) -> None:
    assert fact(ANSWER, variant, configuration, "pieces") == arrive


def test_with_tls_the_program_has_ended_before_the_client_has_a_byte() -> None:
    story = list(runs(ANSWER)["main", "nginx-tls.conf"].events)
    assert story.index("program ends") < story.index("client has the head: status 200")
    assert "client reads a part of the body: 35 bytes" in story


@pytest.mark.parametrize(
    ("configuration", "first"),
    [("nginx-http-1.0.conf", range(3_800, 4_000)), ("nginx-tls-4k.conf", range(3_800, 4_097))],
)
def test_what_is_held_is_let_through_when_a_buffer_is_full(configuration: str, first: range) -> None:
    run = runs(ANSWER)["long", configuration]
    assert run.facts["pieces"] == "some together"
    read = next(line for line in run.events if line.startswith("client reads a part of the body"))
    assert int(read.rpartition(": ")[2].removesuffix(" bytes").replace(",", "")) in first


def test_over_http_1_0_a_stream_that_failed_looks_complete_with_buffering_or_without() -> None:
    for configuration in ("nginx-http-1.0.conf", "nginx-buffering-off.conf"):
        assert fact(ANSWER, "dies", configuration, "upstream") == "HTTP/1.0"
        assert fact(ANSWER, "dies", configuration, "end") == "clean though it failed"


@pytest.mark.parametrize(
    "configuration",
    ["nginx.conf", "nginx-http2.conf", "nginx-for-streams.conf", "Caddyfile", "haproxy.cfg", "haproxy-for-streams.cfg"],
)
def test_over_http_1_1_it_is_cut_off(configuration: str) -> None:
    assert fact(ANSWER, "dies", configuration, "end") == "cut off"


def test_every_proxy_tells_the_program_that_its_client_left() -> None:
    found = {key[1]: run for key, run in runs(ANSWER).items() if key[0] == "leaves"}
    assert len(found) == 8
    assert {run.facts["program"] for run in found.values()} == {"stops at once"}
    nginx, haproxy = (list(found[name].events) for name in ("nginx.conf", "haproxy.cfg"))
    assert nginx.index("client: left") + 1 == nginx.index("proxy closes its side")
    assert "program sends a piece: 7 bytes" in haproxy[haproxy.index("client: left") :]


LIMITED = ("nginx.conf", "Caddyfile", "haproxy.cfg")


@pytest.mark.parametrize("configuration", LIMITED)
def test_a_silence_longer_than_the_limit_is_cut_off_on_both_sides(configuration: str) -> None:
    run = runs(REPORT)["silent", configuration]
    assert (run.facts["status"], run.facts["end"], run.facts["program"]) == ("200", "cut off", "stops at once")
    story = list(run.events)
    assert story.index("proxy closes its side") < story.index("program receives http.disconnect")


@pytest.mark.parametrize("configuration", LIMITED)
def test_a_comment_in_time_keeps_it_open(configuration: str) -> None:
    assert fact(REPORT, "main", configuration, "end") == "complete"
    assert fact(REPORT, "main", configuration, "program") == "runs to its end"


def test_a_comment_that_comes_later_than_the_limit_does_not() -> None:
    assert fact(REPORT, "too_slow", "nginx.conf", "end") == "cut off"


@pytest.mark.parametrize("configuration", LIMITED)
def test_before_the_first_byte_the_proxy_answers_504_and_the_work_goes_on(configuration: str) -> None:
    run = runs(REPORT)["in_a_dependency", configuration]
    assert (run.facts["status"], run.facts["end"]) == ("504", "complete")
    story = list(run.events)
    assert story.index("client has the head: status 504") < story.index("program sends the head")


def test_haproxy_s_limit_for_the_client_does_not_count_while_the_server_is_silent() -> None:
    assert fact(REPORT, "silent", "haproxy-client.cfg", "end") == "complete"


def test_nginx_takes_what_a_client_does_not_read_unless_buffering_is_off() -> None:
    assert fact(EXPORT, "main", "nginx.conf", "order") == "the pieces, all rows made, the client leaves"
    for configuration in ("nginx-for-streams.conf", "Caddyfile", "haproxy.cfg"):
        assert fact(EXPORT, "main", configuration, "order") == "the pieces, the client leaves"


def test_what_the_page_tells_readers_to_copy_changes_nothing_of_a_stream() -> None:
    for name in (ANSWER, REPORT):
        for (variant, configuration), run in runs(name).items():
            if configuration in ("nginx-for-streams.conf", "haproxy-for-streams.cfg"):
                plain = runs(name)[variant, None].facts
                assert {**plain, "upstream": "HTTP/1.1"} == run.facts, (variant, configuration)


def test_a_dependency_sets_the_header_on_a_declared_stream(record: Record) -> None:
    assert header(record(ANSWER, "unbuffered"), "x-accel-buffering") == "no"
    assert header(record(ANSWER), "x-accel-buffering") is None


def test_the_heartbeat_is_comments_between_two_events(record: Record) -> None:
    recording = record(REPORT)
    assert pieces(recording)[1:4] == [": working\n\n"] * 3
    assert in_order(record(REPORT, "in_a_dependency"), "work start", "send http.response.start")
    assert status(recording) == [200]
