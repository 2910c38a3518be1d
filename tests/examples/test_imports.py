"""What of a folder belongs to the program in its ``app.py``."""

from __future__ import annotations

from pathlib import Path

import pytest

from chunkwise.errors import RecordingError, StoreError
from chunkwise.examples import store
from chunkwise.examples.example import Example
from chunkwise.examples.imports import imported
from chunkwise.recording.recorder import Recorder
from tests.support.made import ROOT
from tests.support.running import Project

SCENARIO = 'title = "x"\n[[client]]\nscript = [{ send = "GET /" }, { read = "all" }]\n'


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        file = tmp_path / (name.replace("__in__", "/") + ".py")
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(text, "utf-8")
    return tmp_path


def found(tmp_path: Path, app: str, **files: str) -> list[str]:
    return list(imported(folder(tmp_path, **files), app, lambda file: file.read_text("utf-8")))


@pytest.mark.parametrize(
    ("app", "files"),
    [
        ("import routes", ["routes.py"]),
        ("from routes import router", ["routes.py"]),
        ("from .routes import router", ["routes.py"]),
        ("from . import routes", ["routes.py"]),
        ("def late():\n    import routes", ["routes.py"]),
        ("from db import session", ["db/session.py"]),
        ("import db.session as s", ["db/session.py"]),
        ("import json, fastapi", []),
        ("import app", []),
        ("this is not valid Python", []),
    ],
)
def test_a_program_is_made_of_the_files_that_it_imports(app: str, files: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, app, routes="", db__in__session="", other="import routes") == files


def test_what_an_imported_file_imports_belongs_to_it_too(tmp_path: Path) -> None:
    db = {"db__in__session": "from . import names\nfrom ..words import all_words", "db__in__names": "import db.session"}
    names = found(tmp_path, "import db.session", words="", unused="", **db)
    assert names == ["db/names.py", "db/session.py", "words.py"]


def test_a_recording_is_stale_when_a_file_beside_its_program_has_changed(recorder: Recorder, tmp_path: Path) -> None:
    app = "from fastapi import FastAPI\nfrom words import word\n\napp = FastAPI()\napp.get('/')(word)\n"
    scenario = SCENARIO.replace("[[client]]", "threads = true\n[[client]]")
    project = Project(tmp_path).with_example("a/b", app, scenario)
    words = project.example("a/b").folder / "words.py"
    words.write_text("def word():\n    return 'well'\n", "utf-8")
    example = project.example("a/b")
    store.save(example, recorder.record_all(example))
    assert store.load(example)["main"].modules == {"words.py": words.read_text("utf-8")}
    words.write_text("def word():\n    return 'good'\n", "utf-8")
    with pytest.raises(StoreError, match="this recording is stale"):
        store.load(Example(example.root, "a/b"))


def test_an_import_that_no_statement_says_is_refused(recorder: Recorder, tmp_path: Path) -> None:
    app = "import importlib\nwords = importlib.import_module('words')\nimport other\n"
    project = Project(tmp_path).with_example("a/b", app, SCENARIO)
    for name in ("words", "other"):
        (project.example("a/b").folder / f"{name}.py").write_text("", "utf-8")
    with pytest.raises(RecordingError, match=r"app\.py:2: the program imports words\.py, and no import statement"):
        recorder.record(project.example("a/b").runs["main"])


def test_events_of_another_file_name_it(recorder: Recorder) -> None:
    run = Example(ROOT / "tests" / "cases", "programs/several_files").runs["main"]
    events = [event for event in recorder.record(run).events if event.lane == "code"]
    assert {(event.function, event.file) for event in events} == {
        ("lifespan", "db/session.py"),
        ("get_session", "db/session.py"),
        ("names", "routes.py"),
        ("rows", "routes.py"),
    }


@pytest.mark.parametrize(("text", "line"), [("a = (\n", 1), ("a = 1\nb = 1 / 0\n", 2)])
def test_a_mistake_in_another_file_is_named_there(text: str, line: int, recorder: Recorder, tmp_path: Path) -> None:
    project = Project(tmp_path).with_example("a/b", "import words\n", SCENARIO)
    (project.example("a/b").folder / "words.py").write_text(text, "utf-8")
    with pytest.raises(RecordingError, match=rf"words\.py:{line}: importing it raised "):
        recorder.record(project.example("a/b").runs["main"])
