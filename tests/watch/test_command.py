"""``chunkwise watch`` as it is typed: what it prints, how it ends, and what it says of what cannot be watched."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from chunkwise import schema
from chunkwise.cli import main
from chunkwise.events import CodeEvent
from tests.support.made import ROOT
from tests.support.running import children, is_alive
from tests.watch.conftest import WATCHED

PAGE = ROOT / "docs" / "watch-your-own-stream.md"
COMMAND = (sys.executable, "-m", "chunkwise", "watch")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "78"}


def watch(*arguments: str, folder: Path = WATCHED) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=30
    )


def told(text: str) -> tuple[list[str], str]:
    """Return the steps and the summary of what was printed, without times and what their width does to the lines.

    When the client reads what was sent is another moment in each run.
    """
    rows, summary = text.split("\n\n", 1)
    steps = re.findall(r"^\d+ [a-z]+(?: \d+)?(?= )", rows, re.MULTILINE)
    return steps, " ".join(re.sub(r"\d+\.\d+ ms|\d+ ms|\d+\.\d+( s)?", "N", summary).split())


def test_the_guide_shows_what_the_command_prints(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    (transcript,) = re.findall(
        r'```console\n\$ chunkwise watch app.main:app "GET /chat\?q=hi"\n(.*?)```', PAGE.read_text(), re.S
    )

    run = watch("app.main:app", "GET /chat?q=hi", "--json", str(file))

    assert (run.returncode, run.stderr) == (0, "model loaded\nmodel freed\n")
    assert told(run.stdout) == told(transcript)
    assert len(told(transcript)[0]) == 8
    recording = schema.loads(file.read_text())
    assert set(recording.modules) == {f"app/{name}.py" for name in ("__init__", "main", "chat", "model")}
    assert {event.file for event in recording.events if isinstance(event, CodeEvent)} <= set(recording.modules)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["app.main", "GET /"], "'app.main' has no `:`\n  Write MODULE:NAME"),
        (["app/main.py", "GET /"], "has no `:`\n  Write app.main:app"),
        (["app.main:", "GET /"], "does not name an application"),
        (["app.main:app"], "there must be one request\n  Give"),
        (["app.main:app", "chat"], "the path of the request is 'chat'\n  Write it as"),
        (["app.main:app", "GET /", "--follow", "/nowhere"], "there is no /nowhere\n  Give --follow"),
    ],
)
def test_what_cannot_be_meant_is_said_before_anything_is_started(arguments: list[str], said: str) -> None:
    run = CliRunner().invoke(main, ["watch", *arguments])

    assert run.exit_code == 2
    assert said in run.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing:app", "GET /"], "there is no module nothing in this folder\n  Run it where you start your server"),
        (["app.main:ap", "GET /"], "app/main.py: the module app.main has no ap\n  It has app: write app.main:app."),
        (["app.main:not_app", "GET /"], "app/main.py: app.main:not_app is not an ASGI application"),
        (["app.main:create_app", "GET /"], "app/main.py:20: app.main:create_app is not an ASGI application"),
        (["broken:app", "GET /"], "broken.py:3: importing broken raised AttributeError"),
        (["taken:app", "GET /"], "taken.py:14: the server did not start: OSError("),
        (["app.main:app", "GET /end"], "app/chat.py:45: the program ends its own process, with exit code 3"),
        (["app.main:app", "GET /", "--follow", "broken.py"], "none of the files that the program imports lies below"),
        (["app.main:app", "GET /endless", "--timeout", "1"], "did not end its response within 1 s"),
        (["app.main:app", "GET /endless", "--max-events", "60"], "the run has more than 60 events"),
    ],
    ids=lambda value: value[0] + value[1][4:] if isinstance(value, list) else "",
)
def test_what_cannot_be_run_is_said_with_the_line_of_the_program(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(WATCHED)
    run = CliRunner().invoke(main, ["watch", *arguments])

    assert run.exit_code == 1
    assert said in run.stderr
    assert "Traceback" not in run.output


def test_ctrl_c_ends_with_what_was_seen_and_leaves_no_process(tmp_path: Path) -> None:
    run = subprocess.Popen(
        [*COMMAND, "app.main:app", "GET /endless"],
        cwd=WATCHED,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert run.stdout is not None
    assert run.stderr is not None
    # Where it ends before, reading on would never end.
    assert any("yield 1" in line for line in iter(run.stdout.readline, "")), run.stderr.read()
    (child,) = children(run.pid)

    os.killpg(run.pid, signal.SIGINT)

    out, err = run.communicate(timeout=20)
    assert run.returncode == 130
    assert "The client received" in out
    assert "Interrupted: this is what was seen so far." in err
    assert "Traceback" not in err
    assert not is_alive(child)


def test_a_pipe_that_is_closed_ends_it_quietly(tmp_path: Path) -> None:
    run = subprocess.Popen(
        [*COMMAND, "app.main:app", "GET /endless"],
        cwd=WATCHED,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    assert run.stdout.readline() != ""
    (child,) = children(run.pid)
    run.stdout.close()

    assert run.stderr is not None
    with run.stderr:
        assert (run.stderr.read(), run.wait(20)) == ("model loaded\n", 141)
    deadline = time.monotonic() + 5
    while is_alive(child):
        assert time.monotonic() < deadline


def test_what_a_password_is_stays_in_the_program(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    arguments = [
        "app.main:app",
        "POST /login",
        "-d",
        '{"password": "p4ssw0rd"}',
        "-H",
        "Content-Type: application/json",
    ]

    run = watch(*arguments, "-H", "Authorization: Bearer abc123", "--watch", "password", "--json", str(file))

    assert run.returncode == 0
    text = file.read_text()
    assert '"password": "•••"' in text.replace("\\u2022", "•")
    for secret in ("p4ssw0rd", "abc123"):
        assert secret not in text + run.stdout
