"""What a type checker, FastAPI's validation and the OpenAPI document know about a stream."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from chunkwise.examples import store
from chunkwise.examples.example import Example
from scripts.tools import missing_node
from tests.support import type_checkers
from tests.support.reading import client, error, header, pieces, status
from tests.support.record import EXAMPLES, Record

LESSON = EXAMPLES / "types_and_openapi"
USERS, SQUARES, DOCUMENT = "types_and_openapi/users", "types_and_openapi/squares", "types_and_openapi/document"


@pytest.mark.parametrize("variant", ["main", "response_model", "one_user"])
def test_without_an_annotation_of_a_stream_the_password_is_sent(record: Record, variant: str) -> None:
    assert "s3cret" in pieces(record(USERS, variant))[0]


@pytest.mark.parametrize("variant", ["annotated", "iterator", "generator", "sync", "events"])
def test_an_annotation_of_a_stream_filters_each_item(record: Record, variant: str) -> None:
    assert "ada" in "".join(pieces(record(USERS, variant)))
    assert "s3cret" not in "".join(pieces(record(USERS, variant)))


def test_an_event_that_is_made_by_hand_is_not_filtered(record: Record) -> None:
    assert "s3cret" in "".join(pieces(record(USERS, "event")))


def test_a_list_that_is_returned_is_filtered_by_the_response_model(record: Record) -> None:
    assert pieces(record(USERS, "returned")) == ['[{"name":"ada"},{"name":"bob"}]']


@pytest.mark.parametrize("variant", ["main", "returned"])
def test_a_number_is_no_piece_and_that_is_found_after_the_200(record: Record, variant: str) -> None:
    recording = record(SQUARES, variant)
    assert status(recording) == [200]
    assert (error(recording) or "").startswith("AttributeError")
    assert client(recording)[-2:] == ["cut short", "closed"]


def test_as_json_lines_numbers_are_right(record: Record) -> None:
    assert pieces(record(SQUARES, "lines")) == ["0\n", "1\n", "4\n"]


def programs() -> dict[str, str]:
    """The programs that the page has checked, by the file names that it calls them by."""
    found = {}
    for example, variants in {
        USERS: ("main", "annotated", "iterator", "generator", "sync", "response_model", "one_user"),
        SQUARES: ("main", "returned"),
        "json_lines/bad_row": ("main",),
    }.items():
        runs = Example(EXAMPLES, example).runs
        for variant in variants:
            name = example.rpartition("/")[2] + ("" if variant == "main" else f"_{variant}")
            found[f"{name}.py"] = runs[variant].source
    return found


def compare(file: Path, text: str) -> None:
    """Compare a file that the page shows with what it has to say; ``CHUNKWISE_UPDATE=1`` writes it anew."""
    if os.environ.get("CHUNKWISE_UPDATE"):
        store.write(file, text)
    assert file.read_text("utf-8") == text


def test_the_page_shows_what_mypy_says(tmp_path: Path) -> None:
    said = (type_checkers.mypy(programs(), tmp_path), type_checkers.mypy(programs(), tmp_path, "--strict"))
    compare(LESSON / "users/mypy.txt", "\n".join(said))


def test_the_page_shows_what_pyright_says(tmp_path: Path) -> None:
    if said := missing_node():
        pytest.fail(said)
    compare(LESSON / "users/pyright.txt", type_checkers.pyright(programs(), tmp_path))


def document(variant: str, example: str = DOCUMENT) -> dict[str, Any]:
    """The OpenAPI document of a program: longer than what a recording keeps of a body, so the program is asked."""
    program: dict[str, Any] = {"__name__": "program"}
    exec(Example(EXAMPLES, example).runs[variant].source, program)
    return dict(program["app"].openapi())


def contents(variant: str, example: str = DOCUMENT) -> dict[str, Any]:
    paths = document(variant, example)["paths"]
    return {path: found["get"]["responses"]["200"].get("content", "nothing") for path, found in paths.items()}


@pytest.mark.parametrize(("variant", "file"), [("main", "right.json"), ("mistaken", "mistaken.json")])
def test_the_page_shows_what_the_document_says_of_each_stream(variant: str, file: str) -> None:
    compare(LESSON / "document" / file, json.dumps(contents(variant), indent=2) + "\n")


@pytest.mark.parametrize("variant", ["main", "mistaken"])
def test_the_client_receives_this_document(record: Record, variant: str) -> None:
    (piece,) = pieces(record(DOCUMENT, variant))
    assert json.dumps(document(variant), separators=(",", ":")).startswith(piece)


def test_the_document_knows_the_items_of_a_stream_that_is_annotated() -> None:
    assert contents("main")["/lines"] == {"application/jsonl": {"itemSchema": {"$ref": "#/components/schemas/User"}}}
    assert contents("mistaken")["/lines"] == {"application/jsonl": {"itemSchema": {}}}


@pytest.mark.parametrize("variant", ["main", "response_model", "one_user"])
def test_where_nothing_is_filtered_the_document_promises_nothing(variant: str) -> None:
    assert contents(variant, USERS)["/users"] == {"application/jsonl": {"itemSchema": {}}}


def test_the_document_knows_the_type_of_a_response_class_that_has_one(record: Record) -> None:
    assert list(contents("main")["/csv"]) == ["text/csv"]
    assert header(record(DOCUMENT, "csv"), "content-type") == "text/csv; charset=utf-8"


def test_it_is_silent_on_a_declared_stream_and_wrong_on_a_returned_one(record: Record) -> None:
    assert contents("mistaken")["/declared"] == "nothing"
    assert header(record(DOCUMENT, "declared"), "content-type") is None
    assert contents("mistaken")["/returned"] == {"application/json": {"schema": {}}}
    assert header(record(DOCUMENT, "returned"), "content-type") == "text/csv; charset=utf-8"


def test_it_uses_a_word_of_a_later_version_of_openapi() -> None:
    assert document("main")["openapi"] == "3.1.0"
    assert "itemSchema" in json.dumps(document("main"))
