"""The commands when they are interrupted, or the disk is full: what was there is unchanged, nothing is left over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from tests.support.authored import APP, SCENARIO, project, recorded, recording
from tests.support.running import ROOT, Project, children, is_alive

__all__ = ["project", "recorded"]

ENDLESS = APP.replace('yield f"piece {i}\\n"', "while True: pass\n        yield")
PATIENT = "limits = { seconds = 50 }\n" + SCENARIO


def until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def python(code: str, project: Project) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", code], cwd=project.folder, env=env, capture_output=True, text=True)


@pytest.mark.parametrize("whom", ["the command alone", "its process group"])
@pytest.mark.parametrize("what", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda what: what.name)
def test_a_signal_in_the_middle_of_recording_leaves_nothing_behind(what: int, whom: str, project: Project) -> None:
    example = project.example("lesson/one")
    example.app.write_text(ENDLESS)
    example.scenario_file.write_text(PATIENT)
    before = project.files()
    run = project.start("record")
    until(lambda: [run_process for server in children(run.pid) for run_process in children(server)])
    (server,) = children(run.pid)
    (child,) = children(server)
    time.sleep(0.2)

    (os.kill if whom == "the command alone" else os.killpg)(run.pid, what)

    out, err = run.communicate(timeout=20)
    assert run.returncode == (130 if what == signal.SIGINT else -what)
    assert "Traceback" not in err
    assert err.startswith("Interrupted") or what != signal.SIGINT
    assert out == ""
    until(lambda: not is_alive(server) and not is_alive(child))
    assert project.files() == before


INTERRUPTED_WRITE = """
import os, signal
from chunkwise import cli
real = os.fsync
def fsync(file):
    os.kill(os.getpid(), signal.{name})
    real(file)
os.fsync = fsync
cli.main(["record"])
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_in_the_middle_of_a_write_leaves_a_whole_file_and_no_other(name: str, project: Project) -> None:
    project.example("lesson/one").app.write_text(APP.replace("range(3)", "range(4)"))
    names = set(project.files())

    run = python(INTERRUPTED_WRITE.format(name=name), project)

    assert run.returncode == (130 if name == "SIGINT" else -signal.SIGTERM)
    assert "Traceback" not in run.stderr
    assert set(project.files()) == names
    assert project.run("check")[0] == 0


FULL_DISK = """
import errno, os
from chunkwise import cli
def full(*args, **options):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
{where} = full
cli.main(["record"])
"""


@pytest.mark.parametrize("where", ["os.fsync", "cli.store.tempfile.mkstemp", "cli.store.Path.replace"])
def test_a_full_disk_is_told_of_and_leaves_the_old_recording(where: str, project: Project) -> None:
    before = recording(project)
    project.example("lesson/one").app.write_text(APP.replace("range(3)", "range(4)"))
    names = set(project.files())

    run = python(FULL_DISK.format(where=where), project)

    assert run.returncode == 1
    assert "examples/lesson/one/recording.json: cannot write" in run.stderr
    assert "No space left on device\n  Free some space" in run.stderr
    assert (recording(project), set(project.files())) == (before, names)


SMALL_FILES = """
import resource, signal
from chunkwise import cli
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
cli.main({arguments})
"""


def test_a_file_that_may_not_grow_is_told_of_and_leaves_the_old_recording(project: Project) -> None:
    before = recording(project)
    project.example("lesson/one").app.write_text(APP.replace("range(3)", "range(4)"))
    names = set(project.files())

    run = python(SMALL_FILES.format(arguments=["record"]), project)

    assert (run.returncode, "cannot write: File too large" in run.stderr) == (1, True)
    assert (recording(project), set(project.files())) == (before, names)


def test_new_leaves_nothing_behind_when_it_fails(project: Project) -> None:
    before = project.files()
    run = python(SMALL_FILES.format(arguments=["new", "other/one"]), project)
    assert (run.returncode, "Traceback" in run.stderr) == (1, False)
    assert project.files() == before
    assert not (project.folder / "examples" / "other").exists()
