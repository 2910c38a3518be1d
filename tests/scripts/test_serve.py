"""`make serve`: what an author saves is in the browser, mistakes are boxes, and the server always answers.

One server for all tests; each of them leaves the files as it found them.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from chunkwise.conditions.processes import free_port
from scripts.live.server import Server, State
from tests.support.live import TASK, Live, boxes, listed, make, text_of
from tests.support.made import ROOT

APP = "examples/streaming_responses/three_chunks/app.py"
ADDED = "\n\nAn added paragraph.\n"

pytestmark = pytest.mark.xdist_group("serve")


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    # In a folder with a space in its name, as some have it.
    live = Live(make(tmp_path_factory.mktemp("serve") / "a project"), free_port())
    live.shows("Steps", "steps/")
    yield live
    live.process.kill()
    live.process.wait()
    for process in live.processes():
        os.kill(process, signal.SIGKILL)


@pytest.fixture(autouse=True)
def whole(live: Live) -> Iterator[None]:
    """At the end of a test nothing is wrong any more."""
    yield
    live.until(lambda html: "Home" in html and not listed(html))


def test_a_pages_edit_shows_and_its_browser_reloads(live: Live) -> None:
    before = live.get("steps/")
    epoch = before.partition('})("')[2].partition('"')[0]
    assert epoch.isdecimal()
    with live.edited("docs/steps.md", lambda text: text + ADDED):
        assert live.get(f"_live/{epoch}") != epoch  # which waits, and so does a browser
        live.shows("An added paragraph.", "steps/")
    live.no_longer("An added paragraph.", "steps/")


def test_another_title_shows_in_the_navigation_of_all_pages(live: Live) -> None:
    with live.edited("docs/steps.md", lambda text: text.replace("# Steps", "# Strides", 1)):
        live.shows("Strides", "task/")
    live.no_longer("Strides", "task/")


def test_the_search_finds_what_was_added(live: Live) -> None:
    with live.edited("docs/steps.md", lambda text: text + ADDED):
        live.until(lambda _: any("An added paragraph." in text for text in live.searchable()))
        assert len(live.searchable()) == 5  # home, steps, task, measured, the notebook
    live.until(lambda _: bool(texts := live.searchable()) and not any("added paragraph" in text for text in texts))


def test_all_mistakes_of_all_pages_show_at_once(live: Live) -> None:
    steps, task = "docs/steps.md:10: unknown directive 'stepz'", "docs/task.md:14: [[nowhere]]"
    with (
        live.edited("docs/steps.md", lambda text: text + "\n/// stepz | x\n///\n\n[[yield 2]]\n\n[link](nowhere.md)\n"),
        live.edited("docs/task.md", lambda text: text + "\n[[nowhere]]\n\n> /// sheet\n"),
    ):
        html = live.until(lambda html: len(listed(html)) == 4, "steps/")
        assert [box for box in boxes(html) if steps in box and "Did you mean 'steps'?" in box]
        assert "An unknown" not in text_of(html)
        home = listed(live.until(lambda html: len(listed(html)) == 4))
        assert home[0] == f"{steps}\n  Did you mean 'steps'?"
        assert home[1].startswith(task)
        assert home[2].startswith("docs/task.md:16: this is not a directive: > /// sheet\n  Write")
        assert home[3].startswith("docs/steps.md: Doc file 'steps.md' contains a link 'nowhere.md'")
        assert "4 mistakes" in live.log.read_text("utf-8")


def test_an_edited_program_is_recorded_and_shown(live: Live) -> None:
    with live.edited(APP, lambda text: text.replace('f"chunk', 'f"zebra', 1)):
        live.shows("zebra", "steps/")
    live.no_longer("zebra", "steps/")


@pytest.mark.parametrize(
    ("file", "old", "new", "page", "what"),
    [
        (APP, "responses import", "responses imp ort", "steps/", f"{APP}:"),
        (APP.replace("app.py", "scenario.toml"), "title", "titel", "steps/", "three_chunks/scenario.toml:"),
        (f"examples/{TASK}/checks.toml", "expect", "except", "task/", f"examples/{TASK}/checks.toml:"),
        (f"examples/{TASK}/checks.toml", "[[", "[", "task/", f"examples/{TASK}/checks.toml:"),
        ("examples/stream_or_build/report/measurements.json", "{", "", "measured/", "this measurement is damaged"),
        ("docs/task.md", "page.html", "page.htm", "task/", "SnippetMissingError"),
    ],
    ids=["program", "scenario", "check", "checks", "measurements", "snippet"],
)
def test_a_mistake_in_each_kind_of_file_is_a_box(
    live: Live, file: str, old: str, new: str, page: str, what: str
) -> None:
    with live.edited(file, lambda text: text.replace(old, new, 1)):
        html = live.until(lambda html: any(what in box for box in boxes(html)), page)
        assert any(what in text for text in listed(html))
        assert "Traceback" not in html
    assert "Traceback" not in live.log.read_text("utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "page"),
    [
        (f"examples/{TASK}/starter.py", "import", "# a zebra\nimport", "task/"),
        (f"examples/{TASK}/checks.toml", 'says = "', 'says = "A zebra. ', "task/"),
        (f"examples/{TASK}/page.html", "first", "zebra", "task/"),
        ("docs/book.ipynb", "# Book", "# A zebra", "book/"),
        ("docs/style.css", "red", "zebra", "style.css"),
        ("mkdocs.yml", "A project", "A project with a zebra", ""),
    ],
    ids=["starter", "checks", "page", "notebook", "style", "settings"],
)
def test_an_edit_to_each_kind_of_file_shows(live: Live, file: str, old: str, new: str, page: str) -> None:
    with live.edited(file, lambda text: text.replace(old, new, 1)):
        live.shows("zebra", page)
    live.until(lambda html: bool(html) and "zebra" not in html, page)


def test_a_program_that_never_ends_does_not_keep_the_server(live: Live) -> None:
    with live.edited(APP, lambda text: f"{text}\nwhile True:\n    pass\n"):
        until = time.monotonic() + 4
        while time.monotonic() < until:
            began = time.monotonic()
            assert "Home" in live.get()
            assert time.monotonic() - began < 10
        live.until(lambda html: any(APP in text for text in listed(html)))


def test_pages_come_and_go(live: Live) -> None:
    page = live.folder / "docs/zebra.md"
    page.write_text("# A zebra\n", "utf-8")
    live.shows("A zebra", "zebra/")
    live.shows("A zebra", "steps/")
    page.unlink()
    live.until(lambda html: "This page is not here" in html or "404" in html, "zebra/")


def test_a_page_that_is_no_text_is_a_box(live: Live) -> None:
    page = live.folder / "docs/steps.md"
    before = page.read_bytes()
    try:
        page.write_bytes(before + b"\xff\n")
        html = live.until(lambda html: any("not UTF-8" in box for box in boxes(html)), "steps/")
        assert boxes(html)[0].startswith("A mistake docs/steps.md:9: this is not UTF-8")
    finally:
        page.write_bytes(before)


def test_settings_with_a_mistake_leave_the_site_as_it_was(live: Live) -> None:
    with live.edited("mkdocs.yml", lambda text: text.replace("name: material", "name: materiel")):
        assert "materiel" in listed(live.until(lambda html: bool(listed(html)), "steps/"))[0]
        assert "In step 4" in text_of(live.get("steps/"))


def test_an_edit_to_the_package_shows_and_its_mistakes_too(live: Live) -> None:
    def misspelt(text: str) -> str:
        return text.replace("from __future__", "frm __future__", 1)

    with live.edited("chunkwise/views/wording.py", misspelt):
        (text,) = listed(live.until(lambda html: bool(listed(html))))
        assert text.startswith("chunkwise/views/wording.py:")
        assert "invalid syntax" in text
    live.until(lambda html: "Home" in html and not listed(html))
    with (
        live.edited("chunkwise/directives/teaching.py", lambda text: text.replace("Concept snapshot", "A zebra")),
        live.edited("docs/steps.md", lambda text: f"{text}\n/// snapshot\nA.\n///\n"),
    ):
        live.until(lambda html: 'aria-label="A zebra"' in html, "steps/")


def test_a_builder_that_dies_is_said_to_be_dead_and_comes_back(live: Live) -> None:
    live.shows("Home")
    (builder,) = (
        process
        for process in live.processes()
        if b"multiprocessing.spawn" in Path(f"/proc/{process}/cmdline").read_bytes()
    )
    os.kill(builder, signal.SIGKILL)
    live.until(lambda html: any("builder ended" in text for text in listed(html)))
    with live.edited("chunkwise/views/wording.py", lambda text: f"{text}\n# saved\n"):
        live.until(lambda html: "Home" in html and not listed(html))


def test_what_follows_an_edit_does_not_answer_for_the_next_one() -> None:
    state = State()
    state.publish(Path("site"), [])
    state.begin()
    state.publish(None, ["of the edit before"], settled=False)
    assert state.building
    state.publish(None, [])
    assert not state.building


def test_a_page_that_the_present_build_has_not_come_to_is_no_page_that_is_not_there(tmp_path: Path) -> None:
    """A builder that takes the place of another begins with an empty folder."""
    state = State(tmp_path)
    server = Server(0, state)
    try:
        address = f"http://127.0.0.1:{server.server_port}/"
        with urllib.request.urlopen(address, timeout=60) as answer:
            assert "will be here in a moment" in answer.read().decode()
        state.publish(None, [])
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(address, timeout=60)
    finally:
        server.shutdown()
        server.server_close()


def test_a_port_in_use_is_said_and_nothing_started() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "-m", "scripts.serve", "--port", str(taken.getsockname()[1])]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {command[-1]} cannot be used")
    assert "make serve PORT=" in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_ends_everything(live: Live) -> None:
    """The last test of this server."""
    other = Live(live.folder, free_port())
    other.shows("Steps", "steps/")
    assert len(other.processes()) >= 2
    assert other.interrupt() == 0
    until = time.monotonic() + 20
    while other.processes() and time.monotonic() < until:
        time.sleep(0.1)
    assert other.processes() == []
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", other.port)) != 0
