"""The process that forks a run for each job: it answers whatever happens, and ends when nobody listens."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chunkwise.recording.recorder import Recorder
from tests.support.running import ROOT, Project, children, is_alive

APP = (ROOT / "chunkwise" / "authoring" / "templates" / "app.py.txt").read_text("utf-8")
SCENARIO = (ROOT / "chunkwise" / "authoring" / "templates" / "scenario.toml").read_text("utf-8")
ENDLESS = "limits = { seconds = 50 }\n" + SCENARIO


@pytest.fixture
def server() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "chunkwise.recording.forkserver"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        yield server
        server.kill()


def job(folder: Path, app: str, scenario: str = SCENARIO) -> str:
    example = Project(folder).with_example("a/b", app, scenario).example("a/b")
    told = example.scenario.model_dump(mode="json", exclude={"variants"})
    return json.dumps({"file": str(example.app), "source": app, "scenario": told, "backend": None}) + "\n"


def ask(server: subprocess.Popen[str], question: str) -> None:
    assert server.stdin is not None
    server.stdin.write(question)
    server.stdin.flush()


def until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_each_job_gets_one_line_and_leaves_no_process(server: subprocess.Popen[str], tmp_path: Path) -> None:
    question = job(tmp_path, APP)
    assert server.stdout is not None
    answers = []
    for _ in range(2):
        ask(server, question)
        answers.append(server.stdout.readline())
    assert answers[0] == answers[1]
    assert "recording" in json.loads(answers[0])
    assert children(server.pid) == []


def test_it_ends_with_its_input_when_it_has_nothing_to_do(server: subprocess.Popen[str]) -> None:
    assert server.stdin is not None
    server.stdin.close()
    assert server.wait(timeout=20) == 0


@pytest.mark.parametrize("kill", [False, True], ids=["its input ends", "it is killed"])
def test_a_run_does_not_outlive_its_server_when(kill: bool, server: subprocess.Popen[str], tmp_path: Path) -> None:
    ask(server, job(tmp_path, "while True: pass\n", ENDLESS))
    until(lambda: children(server.pid))
    (run,) = children(server.pid)
    time.sleep(0.2)
    assert server.stdin is not None
    if kill:
        os.kill(server.pid, signal.SIGKILL)
    else:
        server.stdin.close()
    until(lambda: not is_alive(run))
    server.wait(timeout=20)


def test_both_backends_and_every_run_give_the_same_recording(tmp_path: Path) -> None:
    example = Project(tmp_path).with_example("a/b", APP, SCENARIO).example("a/b")
    with Recorder("settrace") as traced, Recorder() as preferred:
        first = preferred.record_all(example)
        assert [preferred.record_all(example) for _ in range(3)] == [first] * 3
        assert traced.record_all(example) == first


def test_without_a_tracer_the_code_lane_is_empty(tmp_path: Path) -> None:
    example = Project(tmp_path).with_example("a/b", APP, SCENARIO).example("a/b")
    with Recorder("none") as bare:
        recording = bare.record_all(example)["main"]
    assert {event.lane for event in recording.events} == {"asgi", "wire", "client"}
