"""The file service, step by step: blocks, a length and a 404 in time, parts of a file, and a ZIP while it is sent."""

from __future__ import annotations

import asyncio
import io
import runpy
import zipfile
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Response
from fastapi.responses import FileResponse
from fastapi.testclient import TestClient

from tests.support.reading import client, code, error, header, pieces, status
from tests.support.record import EXAMPLES, Record

STEPS = ("step_1_blocks", "step_2_length", "step_3_ranges", "step_4_zip")
BLOCKS, LENGTH, RANGES, ZIP = (f"file_service/{name}" for name in STEPS)
LETTERS = ["abcdefgh", "ijklmnop", "qrstuvwx", "yz"]


def test_a_file_is_sent_in_blocks_and_says_that_it_is_a_file(record: Record) -> None:
    assert pieces(record(BLOCKS)) == LETTERS
    assert header(record(BLOCKS), "content-type") == "application/octet-stream"


def test_in_the_generator_a_wrong_name_comes_too_late_for_a_status(record: Record) -> None:
    recording = record(BLOCKS, "missing")
    assert status(recording) == [200]
    assert "cut short" in client(recording)


def test_in_a_dependency_it_is_a_404_and_so_is_a_name_that_leads_out_of_the_folder(record: Record) -> None:
    assert status(record(LENGTH)) == [200, 404, 404, 200]


def test_the_length_is_in_the_headers_and_the_blocks_are_pieces_as_before(record: Record) -> None:
    assert header(record(LENGTH), "content-length") == "26"
    assert header(record(LENGTH), "transfer-encoding") is None
    assert pieces(record(LENGTH), exchange=1) == LETTERS


def test_the_dependency_closes_the_file_of_a_client_that_leaves(record: Record) -> None:
    recording = record(LENGTH)
    assert client(recording, exchange=4)[-1] == "hang up"
    assert [one.kind for one in code(recording, "opened") if one.exchange == 4][-1] == "return"
    assert [one.kind for one in code(recording, "download") if one.exchange == 4][-1] == "yield"


def test_a_part_is_answered_with_206_and_one_after_the_end_with_416(record: Record) -> None:
    recording = record(RANGES)
    assert status(recording) == [200, 206, 206, 206, 416, 200]
    assert pieces(recording, exchange=2) == ["qrstuvwx", "yz"]
    assert pieces(recording, exchange=3) == ["fghijklm", "no"]
    assert pieces(recording, exchange=4) == ["xyz"]
    assert pieces(recording, exchange=6) == LETTERS


def test_blocks_that_go_on_after_the_part_are_refused_and_cost_its_end(record: Record) -> None:
    recording = record(RANGES, "to_the_end")
    assert pieces(recording) == ["fghijklm"]
    assert "Too much data for declared Content-Length" in (error(recording) or "")
    assert "cut short" in client(recording)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The finished program in a folder of its own, where its lifespan makes the files."""
    monkeypatch.chdir(tmp_path)
    return runpy.run_path(str(EXAMPLES / ZIP / "app.py"))


@pytest.mark.parametrize(
    "wanted", ["bytes=5-14", "bytes=16-", "bytes=-3", "bytes=-99", "bytes=0-99", "bytes=25-25", "bytes=26-"]
)
def test_a_part_is_what_a_file_response_sends(program: dict[str, Any], wanted: str) -> None:
    app: FastAPI = program["app"]
    app.add_api_route("/ready-made", lambda: FileResponse("files/letters.txt"))
    with TestClient(app) as asking:
        ours, theirs = (asking.get(path, headers={"Range": wanted}) for path in ("/files/letters.txt", "/ready-made"))
    assert ours.status_code == theirs.status_code
    assert ours.headers["content-range"].removeprefix("bytes ") == theirs.headers["content-range"].removeprefix(
        "bytes "
    )
    if ours.status_code == 206:
        assert (ours.content, ours.headers["content-length"]) == (theirs.content, theirs.headers["content-length"])


def test_what_is_appended_to_a_file_while_it_is_sent_is_not_sent(program: dict[str, Any]) -> None:
    async def sent() -> bytes:
        opening = program["opened"]("letters.txt", Response())
        part = await anext(opening)
        with Path("files/letters.txt").open("a") as file:
            file.write("and more")
        blocks = [block async for block in program["download"](part)]
        await opening.aclose()
        return b"".join(blocks)

    with TestClient(program["app"]):  # whose lifespan makes the files
        assert asyncio.run(sent()) == "".join(LETTERS).encode()


@pytest.mark.parametrize("name", ["..", "", "none.txt", "../app.py", "/etc/passwd", "files/letters.txt"])
def test_no_name_leads_out_of_the_folder(program: dict[str, Any], name: str) -> None:
    with TestClient(program["app"]) as asking:
        assert asking.get("/archive.zip", params={"name": ["letters.txt", name]}).status_code == 404


def test_each_block_of_the_zip_is_a_piece_and_the_archive_is_whole(record: Record, program: dict[str, Any]) -> None:
    assert len(pieces(record(ZIP), exchange=1)) == 7
    assert pieces(record(ZIP), exchange=1)[1:4] == LETTERS[1:]
    with TestClient(program["app"]) as asking:
        made = asking.get("/archive.zip", params={"name": ["letters.txt", "orders.csv"]}).content
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "letters.txt": "".join(LETTERS).encode(),
            "orders.csv": b"tea,4\ncup,2\n",
        }


def test_a_zip_with_a_wrong_name_is_a_404_and_one_whose_client_leaves_keeps_no_file_open(record: Record) -> None:
    recording = record(ZIP)
    assert status(recording) == [200, 404, 200, 206]
    assert [one.kind for one in code(recording, "held") if one.exchange == 3][-1] == "return"


@pytest.mark.parametrize("name", STEPS)
def test_nothing_needs_a_thread(record: Record, name: str) -> None:
    assert {getattr(one, "thread", "event loop") for one in record(f"file_service/{name}").events} == {"event loop"}
