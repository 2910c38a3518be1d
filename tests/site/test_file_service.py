"""The file service as a reader has it in the end: its page in a browser, and its program under Uvicorn in real time."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from chunkwise.conditions.processes import free_port
from tests.support.accessibility import violations
from tests.support.record import EXAMPLES
from tests.support.serving import _serving

STEP = EXAMPLES / "file_service" / "step_4_zip"
SLOW = 60_000
"""Milliseconds within which what takes some seconds has to come, on a machine that is busy with other tests."""
LARGE = bytes(range(256)) * 2000
"""512,000 bytes: 64,000 pieces, so that a test is never late to pause."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a reader: the program, its page, and a larger file in the folder that it serves."""
    for name in ("app.py", "page.html"):
        shutil.copy(STEP / name, tmp_path)
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "large.bin").write_bytes(LARGE)
    return tmp_path


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    port = free_port()
    trouble: list[str] = []
    with _serving(f"uvicorn app:app --port {port}", folder, port), browser.new_context() as context:
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(f"http://127.0.0.1:{port}")
        expect(page.get_by_role("checkbox")).to_have_count(3)
        yield page
    assert trouble == []


def says(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("status")).to_have_text(text, timeout=SLOW)


def saved(page: Page, tmp_path: Path) -> bytes:
    """Save the file that the page has, and return what is in it."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the file").click()
    download.value.save_as(tmp_path / "saved")
    return (tmp_path / "saved").read_bytes()


def test_a_download_is_paused_and_goes_on_where_it_was(page: Page, tmp_path: Path) -> None:
    page.get_by_label("File", exact=True).select_option("large.bin")
    page.get_by_role("button", name="Download", exact=True).click()
    expect(page.get_by_role("progressbar")).not_to_have_js_property("value", 0, timeout=SLOW)
    page.get_by_role("button", name="Pause").click()
    says(page, re.compile(r"^Paused after [1-9]\d* bytes\.$"))
    got = re.sub(r"\D", "", page.get_by_role("status").inner_text())
    assert 0 < int(got) < len(LARGE)
    with page.expect_response(re.compile("/files/large.bin"), timeout=SLOW) as answered:
        page.get_by_role("button", name="Go on").click()
    assert answered.value.status == 206
    assert answered.value.header_value("content-range") == f"bytes {got}-{len(LARGE) - 1}/{len(LARGE)}"
    says(page, f"large.bin is complete: {len(LARGE)} bytes.")
    assert saved(page, tmp_path) == LARGE
    expect(page.get_by_role("button", name="Pause")).to_be_disabled()


def test_a_small_file_arrives_at_once(page: Page, tmp_path: Path) -> None:
    page.get_by_label("File", exact=True).select_option("letters.txt")
    page.get_by_role("button", name="Download", exact=True).click()
    says(page, "letters.txt is complete: 26 bytes.")
    assert saved(page, tmp_path) == b"abcdefghijklmnopqrstuvwxyz"


def test_a_file_that_is_gone_is_said_to_be_gone(page: Page, folder: Path) -> None:
    (folder / "files" / "orders.csv").unlink()
    page.get_by_label("File", exact=True).select_option("orders.csv")
    page.get_by_role("button", name="Download", exact=True).click()
    says(page, "Broken off: status 404")


def test_the_chosen_files_are_saved_as_a_zip(page: Page, tmp_path: Path) -> None:
    page.get_by_role("button", name="Download the ZIP").click()
    says(page, "Choose a file first.")
    for name in ("letters.txt", "large.bin"):
        page.get_by_label(name).check()
    with page.expect_download(timeout=SLOW) as download:
        page.get_by_role("button", name="Download the ZIP").click()
    assert download.value.suggested_filename == "archive.zip"
    download.value.save_as(tmp_path / "archive.zip")
    with zipfile.ZipFile(tmp_path / "archive.zip") as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == ["large.bin", "letters.txt"]
        assert archive.read("large.bin") == LARGE


def test_anybody_can_use_the_page(page: Page) -> None:
    assert violations(page) == []
    page.get_by_label("File", exact=True).select_option("letters.txt")
    page.get_by_role("button", name="Download", exact=True).click()
    says(page, "letters.txt is complete: 26 bytes.")
    assert violations(page) == []
