"""The files of a watch that other tools read, and those that cannot be written."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from chunkwise.cli import main
from chunkwise.watch.har import har
from chunkwise.watch.trace import trace
from tests.watch.conftest import WATCHED, Watched

BEGAN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def entry(watched: Watched, path: str, **more: object) -> dict[str, Any]:
    recording, _ = watched(WATCHED, path, "app.main", **more)
    (made,) = har(recording, BEGAN, "1.0")["log"]["entries"]
    return dict(made)


def test_a_har_file_has_the_request_the_response_and_when_each_piece_came(watched: Watched) -> None:
    made = entry(watched, "/chat?q=hi")
    assert made["startedDateTime"] == "2026-01-02T03:04:05.000+00:00"
    assert made["request"]["url"] == "http://localhost/chat?q=hi"
    assert made["request"]["headers"] == [{"name": "Host", "value": "localhost"}]
    assert made["request"]["queryString"] == [{"name": "q", "value": "hi"}]
    assert (made["response"]["status"], made["response"]["statusText"]) == (200, "OK")
    assert made["response"]["content"] == {"size": 11, "mimeType": "text/plain; charset=utf-8", "text": "You said hi"}
    assert [chunk["text"] for chunk in made["_chunks"]] == ["You", " said", " hi"]
    times = [chunk["at"] for chunk in made["_chunks"]]
    assert 450 < times[0] <= times[-1] <= made["time"]
    assert sum(made["timings"].values()) == pytest.approx(made["time"], abs=0.01)
    assert made["_ended"] == "finished"


def test_a_client_that_left_is_told_of(watched: Watched) -> None:
    assert entry(watched, "/endless", hang_up_after=2)["_ended"] == "hang up"


def test_each_frame_of_a_trace_ends_on_its_track_and_time_goes_on(watched: Watched) -> None:
    recording, _ = watched(WATCHED, "/chat?q=hi", "app.main")
    made = trace(recording)["traceEvents"]
    for track in {one["tid"] for one in made}:
        own = [one for one in made if one["tid"] == track and one["ph"] != "M"]
        assert [one["ts"] for one in own] == sorted(one["ts"] for one in own)
        depth = 0
        for one in own:
            depth += {"B": 1, "E": -1}.get(one["ph"], 0)
            assert depth >= 0
        assert depth == 0
    ran = Counter(one["name"] for one in made if one["ph"] == "B")
    assert ran == {"lifespan": 2, "chat": 1, "answer": 7, "words": 7}
    names = {one["args"]["name"] for one in made if one["ph"] == "M" and "name" in one["args"]}
    assert names == {"Client", "Bytes", "ASGI messages", "Task 1", "Task 2", "Task 3"}


def test_a_run_that_is_cut_off_leaves_no_frame_open(watched: Watched) -> None:
    recording, _ = watched(WATCHED, "/endless", "app.main", hang_up_after=2)
    half = recording.model_copy(update={"events": recording.events[:14]})
    kinds = Counter(one["ph"] for one in trace(half)["traceEvents"])
    assert kinds["B"] == kinds["E"] > 0


def test_all_files_are_written_and_the_program_has_the_variables_of_the_file(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(WATCHED)
    (tmp_path / ".env").write_text("GREETING=hello there\n")
    names = {"--html": "run.html", "--json": "run.json", "--har": "run.har", "--trace": "run.trace"}
    options = [part for option, name in names.items() for part in (option, str(tmp_path / name))]
    run = CliRunner().invoke(
        main, ["watch", "app.main:app", "GET /greeting", "--env-file", str(tmp_path / ".env"), *options]
    )
    assert (run.exit_code, run.stderr) == (0, ""), run.output
    assert "hello there" in (tmp_path / "run.html").read_text("utf-8")
    for name in ("run.json", "run.har", "run.trace"):
        assert json.loads((tmp_path / name).read_text("utf-8"))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--json", "/nowhere/run.json"], 2, "--json cannot write /nowhere/run.json: there is no folder /nowhere"),
        (["--har", "."], 2, "is a directory"),
        (["--har", "run", "--trace", "run"], 2, "--har and another option write run\n  Give each a path of its own."),
        (["--open"], 2, "--open has no page to show\n  Give --html FILE too."),
        (["--env-file", "/nowhere/.env"], 2, "the environment cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be_written_or_read_is_said_before_anything_runs(
    arguments: list[str], code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(WATCHED)
    run = CliRunner().invoke(main, ["watch", "app.main:app", "GET /chat?q=hi", *arguments])
    assert run.exit_code == code
    assert said in run.output
    assert "Step" not in run.stdout
