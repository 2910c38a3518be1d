"""OpenTelemetry spans of a run: who called whom, what came when, how each life ended, and where they go."""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from chunkwise.cli import main
from chunkwise.examples import store
from chunkwise.examples.example import Example
from chunkwise.watch import otel
from chunkwise.watch.spans import spans
from tests.support.record import EXAMPLES
from tests.watch.conftest import WATCHED

BEGAN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_settings_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("OTEL_")]:
        monkeypatch.delenv(name)


def of_example(name: str) -> Sequence[ReadableSpan]:
    return spans(store.load(Example(EXAMPLES, name))["main"], BEGAN, "a service", "1.0")


def one(found: Sequence[ReadableSpan], name: str, kind: SpanKind = SpanKind.INTERNAL) -> ReadableSpan:
    (span,) = [span for span in found if span.name == name and span.kind is kind]
    return span


def tree(found: Sequence[ReadableSpan]) -> set[tuple[str, str | None]]:
    """Return each span's name with that of its parent; the server's is marked."""
    names = {
        span.context.span_id: f"server: {span.name}" if span.kind is SpanKind.SERVER else span.name for span in found
    }
    return {(names[span.context.span_id], names[span.parent.span_id] if span.parent else None) for span in found}


def events(span: ReadableSpan) -> list[str]:
    return [event.name for event in span.events]


def test_a_span_lies_below_that_of_its_caller_and_the_response_below_the_request() -> None:
    assert tree(of_example("dependencies/session")) == {
        ("GET /rows", None),
        ("server: GET /rows", "GET /rows"),
        ("open_session", "server: GET /rows"),
        ("rows", "server: GET /rows"),
    }


def test_a_task_has_a_span_below_who_started_it_and_says_that_it_was_cancelled() -> None:
    found = of_example("client_leaves/producer")
    assert ("fill", "prices") in tree(found)
    task, generator = one(found, "fill"), one(found, "prices")
    assert task.attributes
    assert generator.attributes
    assert task.attributes["chunkwise.task"] != generator.attributes["chunkwise.task"]
    assert task.attributes["chunkwise.end"] == generator.attributes["chunkwise.end"] == "CancelledError"
    assert task.status.status_code is StatusCode.UNSET
    assert one(found, "GET /prices", SpanKind.CLIENT).attributes["chunkwise.end"] == "hang up"  # type: ignore[index]
    assert "disconnect" in events(one(found, "GET /prices", SpanKind.SERVER))


def test_each_piece_is_an_event_with_its_size_and_without_its_content() -> None:
    found = of_example("dependencies/session")
    for kind, name in ((SpanKind.SERVER, "piece sent"), (SpanKind.CLIENT, "piece received")):
        pieces = [dict(event.attributes or {}) for event in one(found, "GET /rows", kind).events if event.name == name]
        assert [piece.pop("chunkwise.piece") for piece in pieces] == [1, 2]
        assert all(set(piece) == {"chunkwise.size"} for piece in pieces)
    assert events(one(found, "rows")).count("yield") == 2


def test_an_error_is_the_status_of_what_it_ended() -> None:
    found = of_example("dying_mid_stream/after_one_chunk")
    generator = one(found, "generate")
    (raised,) = [dict(event.attributes or {}) for event in generator.events if event.name == "exception"]
    assert raised.pop("code.line.number")
    assert raised == {
        "exception.type": "ZeroDivisionError",
        "exception.message": "ZeroDivisionError('division by zero')",
    }
    for span in (generator, *(one(found, "GET /ratios", kind) for kind in (SpanKind.SERVER, SpanKind.CLIENT))):
        assert span.status.status_code is StatusCode.ERROR
    assert one(found, "ratios").status.status_code is StatusCode.UNSET


def test_what_nothing_closed_says_so() -> None:
    rows = one(of_example("client_leaves/def_generator"), "rows")
    assert rows.attributes
    assert rows.attributes["chunkwise.end"] == "still open when the recording ended"


def test_times_are_those_of_the_clock_and_a_child_begins_within_its_parent() -> None:
    found = of_example("client_leaves/producer")
    by_id = {span.context.span_id: span for span in found}
    root = one(found, "GET /prices", SpanKind.CLIENT)
    assert root.start_time == BEGAN.timestamp() * 1e9
    assert (root.end_time or 0) - (root.start_time or 0) == 1_000_000_000
    for span in found:
        assert (span.end_time or 0) >= (span.start_time or 0)
        assert span.parent is None or (by_id[span.parent.span_id].start_time or 0) <= (span.start_time or 0)


def test_the_file_holds_the_spans_as_otlp_has_them_in_json() -> None:
    found = of_example("client_leaves/producer")
    text = otel.otlp(found)
    assert text.count("\n") == 1
    (of_service,) = json.loads(text)["resourceSpans"]
    assert {"key": "service.name", "value": {"stringValue": "a service"}} in of_service["resource"]["attributes"]
    (scope,) = of_service["scopeSpans"]
    assert scope["scope"] == {"name": "chunkwise", "version": "1.0"}
    root = scope["spans"][0]
    assert (root["name"], root["kind"], len(root["traceId"]), len(root["spanId"])) == ("GET /prices", 3, 32, 16)
    assert root["startTimeUnixNano"] == "1767323045000000000"
    assert {span["parentSpanId"] for span in scope["spans"][1:]} <= {span["spanId"] for span in scope["spans"]}
    status = {"key": "http.response.status_code", "value": {"intValue": "200"}}
    assert status in root["attributes"]


Watch = Callable[..., Result]


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """``watch("GET /greeting", "--otel", file)``: the command in the folder of the watched program."""
    monkeypatch.chdir(WATCHED)
    monkeypatch.setenv("GREETING", "hello there")
    return lambda *given: CliRunner().invoke(main, ["watch", "app.main:app", *map(str, given)])


class _Refuses(SpanExporter):
    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        return SpanExportResult.FAILURE


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """Exporters of the names ``memory``, which is returned, and ``refuses``, as if packages had brought them."""
    memory = InMemorySpanExporter()
    known: dict[str, Callable[[], object]] = {"memory": lambda: memory, "refuses": _Refuses}

    def entry_points(group: str, name: str | None = None) -> list[Any]:
        assert group == "opentelemetry_traces_exporter"
        return [SimpleNamespace(name=one, load=lambda one=one: known[one]) for one in known if name in (None, one)]

    monkeypatch.setattr(otel, "entry_points", entry_points)
    return memory


def test_the_exporter_of_the_environment_gets_what_the_file_holds_with_secrets_masked(
    watch: Watch, installed: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "memory")
    monkeypatch.setenv("OTEL_SERVICE_NAME", "greeter")
    file = tmp_path / "run.jsonl"
    run = watch("GET /greeting?token=abc123", "-H", "Authorization: Bearer abc123", "--otel", file, "--otel-export")
    assert run.exit_code == 0, run.output
    sent = installed.get_finished_spans()
    (of_service,) = json.loads(file.read_text("utf-8"))["resourceSpans"]
    written = of_service["scopeSpans"][0]["spans"]
    assert {span["spanId"] for span in written} == {f"{span.context.span_id:016x}" for span in sent}
    assert {span.resource.attributes["service.name"] for span in sent} == {"greeter"}
    assert one(sent, "GET /greeting", SpanKind.CLIENT).attributes["url.query"] == "token=•••"  # type: ignore[index]
    for secret in ("abc123", "hello there"):
        assert secret not in file.read_text("utf-8")


def test_spans_that_are_refused_are_an_error_after_the_diagnosis(
    watch: Watch, installed: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "refuses")
    run = watch("GET /greeting", "--otel-export")
    assert run.exit_code == 1
    assert "The client received 1 piece" in run.stdout
    assert "Error: the spans were not sent: _Refuses failed" in run.stderr


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("kafka", "--otel-export finds no exporter 'kafka'; installed: memory, refuses"),
        ("otlp", "--otel-export finds no exporter 'otlp_proto_grpc'; installed: memory, refuses"),
        (" ", "--otel-export has no exporter"),
    ],
)
def test_an_exporter_that_is_not_there_is_named_before_anything_runs(
    watch: Watch, installed: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch, named: str, said: str
) -> None:
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", named)
    run = watch("GET /greeting", "--otel-export")
    assert (run.exit_code, run.stdout) == (2, "")
    assert said in run.stderr


@pytest.mark.parametrize("option", ["--otel", "--otel-export"])
def test_without_the_extra_the_command_says_what_to_install(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, option: str, tmp_path: Path
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if "opentelemetry" in name else find(name))
    run = watch("GET /greeting", option, *([tmp_path / "run.jsonl"] if option == "--otel" else []))
    assert (run.exit_code, run.stdout) == (2, "")
    assert f"{option} needs opentelemetry-sdk, which this Python does not have" in run.stderr
    assert "Install it: python -m pip install 'chunkwise[otel]'." in run.stderr


def test_an_sdk_that_is_turned_off_is_said(watch: Watch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    run = watch("GET /greeting", "--otel", tmp_path / "run.jsonl")
    assert run.exit_code == 2
    assert "makes no spans while OTEL_SDK_DISABLED is true" in run.stderr
