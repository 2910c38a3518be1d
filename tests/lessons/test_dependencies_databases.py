"""What the lesson on dependencies says of a pool of connections, on each database that is here: always SQLite."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from chunkwise.events import ClientEvent
from chunkwise.examples.example import Example
from chunkwise.recording.recorder import Recorder
from tests.support.covering import everything
from tests.support.postgres import postgres_server, programs
from tests.support.reading import in_order, pieces
from tests.support.record import EXAMPLES

LESSON = "dependencies/connections"
SQLITE = "sqlite+aiosqlite:///shop.db"
DATABASES = ("sqlite", "postgresql") if programs() else ("sqlite",)
EMPTY, WAITS, FREE = (200, 500, 500), (200, 500, 200), (200, 200, 200)
"""What the stream, a request during it and one after it are answered: 500 where the pool has no connection."""
ANSWERED = {"main": WAITS, "short": FREE, "too_soon": EMPTY, "committed": FREE, "returned": EMPTY}
FIRST = ("main", "short", "too_soon")
"""What PostgreSQL is asked in `make test`."""
RUNS = [
    pytest.param(database, variant, marks=() if database == "sqlite" or variant in FIRST else everything)
    for database in DATABASES
    for variant in ANSWERED
]


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with postgres_server() as address:
        yield address


@pytest.fixture
def example(request: pytest.FixtureRequest, tmp_path: Path) -> Example:
    """The lesson's example, whose programs use the database."""
    if request.param == "sqlite":
        return Example(EXAMPLES, LESSON)
    address = request.getfixturevalue("postgres")
    folder = Path(shutil.copytree(EXAMPLES / LESSON, tmp_path / LESSON))
    for name, ours in {"app.py": SQLITE, "returned.py": SQLITE, "scenario.toml": "aiosqlite"}.items():
        text = (folder / name).read_text("utf-8")
        assert text.count(ours) == 1
        theirs = "asyncpg" if name == "scenario.toml" else f"postgresql+asyncpg://{address}"
        (folder / name).write_text(text.replace(ours, theirs), "utf-8")
    return Example(tmp_path, LESSON)


@pytest.mark.parametrize(("example", "variant"), RUNS, indirect=["example"])
def test_whether_others_get_a_connection_does_not_depend_on_the_database(
    recorder: Recorder, example: Example, variant: str
) -> None:
    recording = recorder.record(example.runs[variant])
    answers = [event for event in recording.events if isinstance(event, ClientEvent) and event.kind == "headers"]
    found = {event.client: event.status for event in answers}
    assert tuple(found[name] for name in ("chat", "count", "later")) == ANSWERED[variant]
    assert pieces(recording)[:1] == ["Hello "]
    if variant == "main":
        assert pieces(recording) == ["Hello ", "Ada ", "! "]
        assert in_order(recording, "chat yield", "count raise", "chat yield", "chat return", "open_session return")
