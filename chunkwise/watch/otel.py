"""OpenTelemetry for a watch: its spans as a file of OTLP in JSON, or for the exporter that the environment names.

The format is that of OpenTelemetry's file exporter: a line that holds all spans, with ids in hexadecimal and times as
strings. Collectors and trace viewers read it. The SDK is an extra, so it is imported when spans are asked for.
"""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from chunkwise.errors import WatchError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.sdk.trace.export import SpanExporter

GROUP = "opentelemetry_traces_exporter"
BATCH = 512
"""Spans that an exporter gets at once, as in the SDK."""

Said = dict[str, Any]


def need_the_extra(option: str) -> None:
    """Ask for the SDK before anything is run.

    Raises:
        WatchError: It is not installed, or the environment turns it off.
    """
    if importlib.util.find_spec("opentelemetry") is None or importlib.util.find_spec("opentelemetry.sdk") is None:
        what = f"{option} needs opentelemetry-sdk, which this Python does not have"
        raise WatchError(what, hint="Install it: python -m pip install 'chunkwise[otel]'.")
    if os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        what = f"{option} makes no spans while OTEL_SDK_DISABLED is true"
        raise WatchError(what, hint="Unset it for this command.")


def exporters() -> list[SpanExporter]:
    """Return the exporters that ``OTEL_TRACES_EXPORTER`` names, as OpenTelemetry finds them.

    Raises:
        WatchError: It names none, or one that is not installed or cannot be made.
    """
    names = [name.strip() for name in os.environ.get("OTEL_TRACES_EXPORTER", "otlp").split(",") if name.strip()]
    found = []
    for name in map(_of_protocol, names):
        entry = next(iter(entry_points(group=GROUP, name=name)), None)
        if entry is None:
            known = ", ".join(sorted({one.name for one in entry_points(group=GROUP)})) or "none"
            what = f"--otel-export finds no exporter {name!r}; installed: {known}"
            hint = (
                "Install one, such as opentelemetry-exporter-otlp-proto-http, or name another in OTEL_TRACES_EXPORTER."
            )
            raise WatchError(what, hint=hint)
        try:
            found.append(entry.load()())
        except Exception as error:
            what = f"the exporter {name!r} cannot be made: {type(error).__name__}: {error}"
            raise WatchError(what, hint="Look at the variables OTEL_EXPORTER_*.") from None
    if not found:
        raise WatchError("--otel-export has no exporter", hint="Name one in OTEL_TRACES_EXPORTER.")
    return found


def export(spans: Sequence[ReadableSpan], to: Iterable[SpanExporter]) -> None:
    """Send the spans of a run.

    Raises:
        WatchError: An exporter does not take them.
    """
    for exporter in to:
        parts = [spans[at : at + BATCH] for at in range(0, len(spans), BATCH)]
        try:
            failed = any(exporter.export(part).name != "SUCCESS" for part in parts)
            exporter.shutdown()
        except Exception as error:
            raise WatchError(f"the spans were not sent: {type(error).__name__}: {error}") from None
        if failed:
            what = f"the spans were not sent: {type(exporter).__name__} failed"
            raise WatchError(what, hint="Look at the variables OTEL_EXPORTER_*, and whether the collector runs.")


def _of_protocol(name: str) -> str:
    """Return the entry point of an exporter: that of ``otlp`` depends on the protocol."""
    if name != "otlp":
        return name
    given = os.environ.get("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") or os.environ.get("OTEL_EXPORTER_OTLP_PROTOCOL")
    installed = {one.name for one in entry_points(group=GROUP)}
    http = "otlp_proto_http"
    if given is None:
        return http if http in installed else "otlp_proto_grpc"
    return "otlp_proto_grpc" if given.strip() == "grpc" else http


def otlp(spans: Sequence[ReadableSpan]) -> str:
    """Return the spans of one run as a line of OTLP in JSON."""
    scopes = []
    resource: Said = {}
    if spans:
        resource = {"attributes": _attributes(spans[0].resource.attributes)}
        scope = spans[0].instrumentation_scope
        named = {"name": scope.name, "version": scope.version} if scope is not None else {}
        ordered = sorted(spans, key=lambda span: span.start_time or 0)
        scopes = [{"scope": named, "spans": [_span(span) for span in ordered]}]
    said = {"resourceSpans": [{"resource": resource, "scopeSpans": scopes}]}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n"


def _span(span: ReadableSpan) -> Said:
    assert span.context is not None
    said: Said = {"traceId": f"{span.context.trace_id:032x}", "spanId": f"{span.context.span_id:016x}"}
    if span.parent is not None:
        said["parentSpanId"] = f"{span.parent.span_id:016x}"
    return said | {
        "name": span.name,
        "kind": span.kind.value + 1,  # where OTLP has 0 for a kind that nobody gave
        "startTimeUnixNano": str(span.start_time),
        "endTimeUnixNano": str(span.end_time),
        "attributes": _attributes(span.attributes),
        "events": [
            {"timeUnixNano": str(event.timestamp), "name": event.name, "attributes": _attributes(event.attributes)}
            for event in span.events
        ],
        "status": {
            "code": span.status.status_code.value,
            **({"message": span.status.description} if span.status.description else {}),
        },
    }


def _attributes(attributes: Mapping[str, object] | None) -> list[Said]:
    return [{"key": key, "value": _value(value)} for key, value in (attributes or {}).items()]


def _value(value: object) -> Said:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, list | tuple):
        return {"arrayValue": {"values": [_value(one) for one in value]}}
    return {"stringValue": str(value)}
