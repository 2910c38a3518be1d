"""The rows of a table of conditions: what each is called, what differs, and which of them share a row."""

from __future__ import annotations

import pytest

from chunkwise.conditions.records import Record
from chunkwise.examples.condition import Condition
from chunkwise.views.conditions import columns, grouped, known, notes, rows, versions

PLAIN = {"status": "200", "pieces": "one by one", "end": "complete"}
HELD = {**PLAIN, "pieces": "all at the end"}
WITH = {"uvicorn": "0.54.0", "uvloop": "0.23.0", "python": "3.13.0"}


def record(condition: Condition, facts: dict[str, str], setting: str = "") -> Record:
    return Record(condition=condition, facts=facts, ran_with=WITH, setting=setting)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (Condition(), "Uvicorn, asyncio, as recorded"),
        (Condition(loop="uvloop"), "Uvicorn, uvloop 0.23.0"),
        (Condition(http="httptools", loop="uvloop"), "Uvicorn, httptools, uvloop 0.23.0"),
        (Condition(server="granian"), "Granian, asyncio"),
        (Condition(server="granian", loop="uvloop"), "Granian, uvloop 0.23.0"),
        (Condition(versions=("fastapi==0.117.1",)), "FastAPI 0.117.1"),
        (Condition(versions=("fastapi==0.1", "starlette==0.45.3")), "FastAPI 0.1, Starlette 0.45.3"),
        (Condition(proxy="nginx", configuration="nginx.conf"), "nginx, as it is installed"),
        (Condition(server="testclient"), "TestClient"),
        (Condition(server="asgitransport"), "httpx.ASGITransport"),
        (Condition(server="testclient", versions=("starlette==1.8.0",)), "TestClient, Starlette 1.8.0"),
    ],
)
def test_a_condition_is_called_by_what_is_other_about_it(condition: Condition, said: str) -> None:
    (row,) = rows([condition], [record(condition, PLAIN, "as it is installed")], "main")
    assert row.label == said


def test_the_exact_versions_have_the_names_of_the_projects() -> None:
    assert versions(record(Condition(), PLAIN)) == "Uvicorn 0.54.0, uvloop 0.23.0, Python 3.13.0"


CONDITIONS = (
    Condition(),
    Condition(loop="uvloop"),
    Condition(loop="uvloop==0.22.1", note="It keeps them."),
    Condition(server="hypercorn", loop="uvloop==0.22.1", note="It keeps them."),
    Condition(variant="other"),
)
RECORDS = tuple(
    record(condition.model_copy(update={"note": ""}), HELD if condition.note else PLAIN) for condition in CONDITIONS
)


def test_what_differs_is_named_and_a_note_is_the_scenario_s() -> None:
    table = rows(CONDITIONS, RECORDS, "main")
    assert [sorted(row.differs) for row in table] == [[], [], ["pieces"], ["pieces"]]
    assert [row.note for row in table] == ["", "", "It keeps them.", "It keeps them."]
    assert notes(table) == ("It keeps them.",)


def test_columns_are_what_differs_or_what_is_asked_for_or_all() -> None:
    table = rows(CONDITIONS, RECORDS, "main")
    assert known(table) == ("status", "pieces", "end")
    assert columns(table) == ("pieces",)
    assert columns(table, ["end"]) == ("end",)
    assert columns(table[:2]) == ("status", "pieces", "end")


def test_places_with_the_same_facts_share_a_row() -> None:
    table = rows(CONDITIONS, RECORDS, "main")
    one, other = grouped(table, ("pieces",))
    assert one.labels == ("Uvicorn, asyncio, as recorded", "Uvicorn, uvloop 0.23.0")
    assert other.labels == ("Uvicorn, uvloop 0.23.0", "Hypercorn, uvloop 0.23.0")


def test_event_loops_with_the_same_facts_share_a_line() -> None:
    places = (Condition(), Condition(server="granian"), Condition(server="granian", loop="uvloop"))
    table = rows(places, [record(condition, PLAIN) for condition in places], "main")
    (one,) = grouped(table, ("pieces",))
    assert one.labels == ("Uvicorn, asyncio, as recorded", "Granian, asyncio and uvloop 0.23.0")


def test_a_fact_that_is_not_there_differs_as_none() -> None:
    lost = {name: fact for name, fact in PLAIN.items() if name != "end"}
    table = rows(CONDITIONS[:2], (RECORDS[0], record(CONDITIONS[1], lost)), "main")
    assert table[1].differs == {"end"}
