"""What a recorder is asked to keep, what it bounds and masks, and the files that it writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chunkwise import ASGIRecorder
from chunkwise.errors import StoreError, WatchError
from chunkwise.events import AsgiEvent, Recording
from chunkwise.views.steps import steps
from tests.attach import programs
from tests.attach.asked import ask


def test_it_is_off_until_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHUNKWISE_RECORDER", raising=False)
    recorder = ASGIRecorder(programs.fastapi)
    ask(recorder, "/words")
    assert recorder.recordings == ()
    recorder.enabled = True
    ask(recorder, "/words")
    assert len(recorder.recordings) == 1
    monkeypatch.setenv("CHUNKWISE_RECORDER", "1")
    assert ASGIRecorder(programs.fastapi).enabled
    assert not ASGIRecorder(programs.fastapi, enabled=False).enabled
    monkeypatch.setenv("CHUNKWISE_RECORDER", "0")
    assert not ASGIRecorder(programs.fastapi).enabled


def test_paths_and_a_rate_choose_what_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = ASGIRecorder(programs.fastapi, enabled=True, paths=["/w*", "/none"])
    ask(recorder, "/words")
    ask(recorder, "/rows")
    assert [one.request for one in recorder.recordings] == ["GET /words"]

    recorder = ASGIRecorder(programs.fastapi, enabled=True, rate=0.25)
    drawn = iter([0.9, 0.1, 0.25, 0.249])
    monkeypatch.setattr("random.random", lambda: next(drawn))
    for number in range(4):
        ask(recorder, f"/words?n={number}")
    assert [one.request for one in recorder.recordings] == ["GET /words?n=1", "GET /words?n=3"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rate": 2}, "rate is 2"),
        ({"keep": 0}, "give each a number from 1 on"),
        ({"paths": "/chat"}, r'give a list of patterns, such as \["/chat"\]'),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        ASGIRecorder(programs.fastapi, **wrong)


def test_memory_is_bounded_and_what_is_left_out_is_counted() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(int(scope["query_string"])):
            await send({"type": "http.response.body", "body": b"twelve bytes", "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    recorder = ASGIRecorder(app, enabled=True, keep=2, max_events=50, max_bytes=100)
    for count in (10, 300, 400):
        ask(recorder, f"/many?{count}")
    assert [one.request for one in recorder.recordings] == ["GET /many?300", "GET /many?400"]
    exchange = recorder.recordings[-1]
    assert exchange.size == 400 * 12
    assert sum(len(one.data) for one in exchange.pieces) <= 100
    assert {one.size for one in exchange.pieces} == {12}
    events = exchange.recording.events
    assert len(events) == 1 + 50 + 1 + 1
    assert exchange.left_out == 402 - 50 - 1
    assert len(exchange._tape.waited) == 50 + 1, "a stream without an end would fill the memory"
    last = events[-2]
    assert isinstance(last, AsgiEvent)
    assert last.more_body is False
    recorder.clear()
    assert recorder.recordings == ()


def test_secrets_are_masked_in_all_that_comes_out(tmp_path: Path) -> None:
    headers = [(b"host", b"shop.example"), (b"authorization", b"Bearer hush"), (b"content-type", b"application/json")]
    given: dict[str, Any] = {"method": "POST", "headers": headers, "body": b'{"password": "hush"}'}
    recorder = ASGIRecorder(programs.fastapi, enabled=True)
    ask(recorder, "/login?api_key=hush", **given)
    (exchange,) = recorder.recordings
    files = {name: tmp_path / name for name in ("json", "har", "trace")}
    recorder.write(**files)

    said = [exchange.request, exchange.url, str(exchange), repr(exchange), exchange.recording.model_dump_json()]
    for text in [*said, *(file.read_text("utf-8") for file in files.values())]:
        assert "hush" not in text
    shown = ASGIRecorder(programs.fastapi, enabled=True, show_secrets=True)
    ask(shown, "/login?api_key=hush", **given)
    assert shown.recordings[0].recording.model_dump_json().count("hush") == 3


def test_the_files_are_those_of_a_watch(tmp_path: Path) -> None:
    recorder = ASGIRecorder(programs.fastapi, enabled=True)
    ask(recorder, "/words?q=1")
    ask(recorder, "/endless", leave_after=3)
    recorder.write(json=tmp_path / "run.json", har=tmp_path / "run.har", trace=str(tmp_path / "run.trace"))

    both = [Recording.model_validate(one) for one in json.loads((tmp_path / "run.json").read_text())]
    assert both == [one.recording for one in recorder.recordings]
    assert [step.name for step in steps(both[0])] == ["taken up", "piece 0", "piece 1"]
    words, endless = json.loads((tmp_path / "run.har").read_text())["log"]["entries"]
    assert words["request"]["url"] == "http://shop.example/words?q=1"
    assert words["request"]["headers"] == [{"name": "host", "value": "shop.example"}]
    assert [one["text"] for one in words["_chunks"]] == ["one", "two"]
    assert (words["_ended"], endless["_ended"]) == ("finished", "hang up")
    assert "when a client received it is not known" in words["comment"]
    events = json.loads((tmp_path / "run.trace").read_text())["traceEvents"]
    names = {one["pid"]: one["args"]["name"] for one in events if one["name"] == "process_name"}
    assert names == {1: "GET /words?q=1", 2: "GET /endless"}
    assert {one["pid"] for one in events if one["ph"] == "i"} == {1, 2}
    recorder.recordings[1].write(har=tmp_path / "one.har")
    assert len(json.loads((tmp_path / "one.har").read_text())["log"]["entries"]) == 1


def test_nothing_recorded_is_an_empty_file_and_a_wrong_path_is_named(tmp_path: Path) -> None:
    recorder = ASGIRecorder(programs.fastapi)
    recorder.write(json=tmp_path / "run.json", har=tmp_path / "run.har", trace=tmp_path / "run.trace")
    assert json.loads((tmp_path / "run.json").read_text()) == []
    assert json.loads((tmp_path / "run.har").read_text())["log"]["entries"] == []
    with pytest.raises(WatchError, match="there is no folder"):
        recorder.write(har=tmp_path / "none" / "run.har")
    with pytest.raises(WatchError, match="there is no file to write"):
        recorder.write()
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreError):
        recorder.write(har=tmp_path / "folder")
