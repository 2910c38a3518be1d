"""Committed recordings: any recording comes back as it was, and a damaged one never comes back at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chunkwise.errors import StoreError
from chunkwise.events import SCHEMA, Recording
from chunkwise.examples import store
from chunkwise.examples.example import Example
from tests.support.running import Project

SCENARIO = """\
title = "x"
[[client]]
script = [{ send = "GET /" }]
[variants.other]
title = "y"
"""

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
times = st.none() | st.floats(0, 1e9, allow_nan=False)
data = st.binary(max_size=20).map(lambda data: data.decode("latin-1"))
blobs = st.fixed_dictionaries({"size": st.integers(0, 2**40), "text": data})
code = st.fixed_dictionaries(
    {"lane": st.just("code"), "kind": st.sampled_from(["start", "line", "yield", "unwind"]), "function": text},
    optional={"names": st.dictionaries(text, text, max_size=3), "value": text, "error": text, "at": times},
).map(lambda event: event | {"frame": 1, "line": 1})
asgi = st.fixed_dictionaries(
    {"lane": st.just("asgi"), "kind": st.sampled_from(["scope", "send", "done"])},
    optional={"path": text, "headers": st.lists(st.tuples(text, text), max_size=2), "body": blobs, "at": times},
)
wire = st.fixed_dictionaries({"lane": st.just("wire"), "kind": st.just("down"), "client": text, "data": blobs})
recordings = st.builds(
    lambda clock, source, events: Recording.model_validate({"clock": clock, "source": source, "events": events}),
    st.sampled_from(["lock-step", "free"]),
    text,
    st.lists(code | asgi | wire, max_size=5),
)
often = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def example(tmp_path: Path) -> Example:
    return Project(tmp_path).with_example("a/b", "x = 1\n", SCENARIO).example("a/b")


def whole(example: Example) -> dict[str, Recording]:
    event = {"lane": "asgi", "kind": "scope", "path": "/é\n"}
    one = Recording.model_validate({"clock": "lock-step", "source": "x", "events": [event, event]})
    return {"main": one, "other": one}


@often
@given(recordings, recordings)
def test_any_recording_comes_back_as_it_was_written(example: Example, one: Recording, other: Recording) -> None:
    store.save(example, {"main": one, "other": other})
    assert store.load(example) == {"main": one, "other": other}
    assert example.recording_file.read_text("utf-8") == store.dumps(example, store.load(example))
    assert not store.save(example, store.load(example))


@often
@given(st.data())
def test_any_byte_changed_gives_the_same_recording_or_an_error(example: Example, data: st.DataObject) -> None:
    recordings = whole(example)
    store.save(example, recordings)
    raw = bytearray(example.recording_file.read_bytes())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    example.recording_file.write_bytes(raw)
    refused = None
    try:
        assert store.load(example) == recordings
    except StoreError as error:
        refused = error
    assert refused is None or (refused.file, bool(refused.hint)) == (example.recording_file, True)


@often
@given(st.data())
def test_any_half_of_a_file_is_an_error(example: Example, data: st.DataObject) -> None:
    store.save(example, whole(example))
    raw = example.recording_file.read_bytes().rstrip()
    example.recording_file.write_bytes(raw[: data.draw(st.integers(0, len(raw) - 1))])
    with pytest.raises(StoreError, match="this recording is damaged"):
        store.load(example)


@often
@given(st.recursive(st.none() | st.integers() | text, lambda v: st.lists(v) | st.dictionaries(text, v), max_leaves=8))
def test_any_other_json_is_an_error(example: Example, value: object) -> None:
    good = json.loads(store.dumps(example, whole(example)))
    for found in (value, good | {"recordings": value}, good | {"digest": value}, good | {"schema": value}):
        example.recording_file.write_text(json.dumps(found))
        with pytest.raises(StoreError):
            store.load(example)


DAMAGE = {
    "empty": (b"", "this recording is damaged", 1),
    "binary": (bytes(range(256)), "this recording is damaged", None),
    "a merge that was not ended": (b'{\n<<<<<<< HEAD\n "schema": 1\n', "this recording is damaged", 2),
    "nested without end": (b"[" * 100_000, "this recording is damaged", None),
    "older": (b'{\n "schema": 1}', f"this recording has schema 1, and this Chunkwise reads {SCHEMA}", 2),
    "newer": (b'{\n\n "schema": 99}', f"this recording has schema 99, and this Chunkwise reads {SCHEMA}", 3),
    "no object": (b"[]", "this recording is damaged: a part of it is missing", None),
}


@pytest.mark.parametrize(("content", "said", "line"), DAMAGE.values(), ids=DAMAGE)
def test_a_recording_is_refused_that_is(content: bytes, said: str, line: int | None, example: Example) -> None:
    example.recording_file.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        store.load(example)
    assert said in caught.value.what
    assert caught.value.file == example.recording_file
    assert line is None or caught.value.line == line
    assert "chunkwise record" in (caught.value.hint or "")


def test_a_recording_edited_by_hand_is_refused(example: Example) -> None:
    store.save(example, whole(example))
    text = example.recording_file.read_text()
    example.recording_file.write_text(text.replace('"scope"', '"done"', 1))
    with pytest.raises(StoreError, match="this recording was changed by hand"):
        store.load(example)


def test_a_recording_is_stale_when_anything_it_depends_on_has_changed(example: Example) -> None:
    store.save(example, whole(example))
    for file in (example.app, example.scenario_file):
        before = file.read_text()
        file.write_text(before + "\n")
        with pytest.raises(StoreError, match="this recording is stale"):
            store.load(Example(example.root, example.name))
        file.write_text(before)
    assert store.load(Example(example.root, example.name))


def test_a_missing_or_unreadable_recording_is_told_of(example: Example) -> None:
    with pytest.raises(StoreError, match="there is no recording yet"):
        store.load(example)
    example.recording_file.mkdir()
    with pytest.raises(StoreError, match="this recording cannot be read: Is a directory"):
        store.load(example)
    with pytest.raises(StoreError, match="cannot write: Is a directory"):
        store.save(example, whole(example))


def test_recordings_of_other_variants_than_the_scenario_has_are_refused(example: Example) -> None:
    store.save(example, {"main": whole(example)["main"]})
    with pytest.raises(StoreError, match="this recording doesn't have the scenario's variants"):
        store.load(example)
