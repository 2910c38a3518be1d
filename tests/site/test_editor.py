"""The editor, as bundled, under the strict policy: what a reader does in it, by keyboard alone too."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from scripts.editor import bundle
from tests.support.accessibility import violations

LESSON = "lessons/streaming-responses/learn/"
PROGRAM = "def f():\n    return 1\n"
CREATE = """async ([source, text]) => {
  const { createEditor } = await import(source)
  const parent = document.createElement("div")
  document.querySelector("article h1").after(parent)
  window.ran = 0
  window.editor = createEditor({ parent, text, label: "The program", onRun: () => window.ran++,
    onChange: (now) => { window.changed = now } })
}"""

Read = Callable[[str], Any]


@pytest.fixture
def read(page: Page, address: str) -> Read:
    """An editor on a page, with the cursor in it; returns the value of an expression in the page."""
    page.goto(address + LESSON)
    page.evaluate(CREATE, [f"{address}assets/chunkwise/vendor/codemirror.js", PROGRAM])
    page.get_by_role("textbox", name="The program").focus()
    return page.evaluate


def test_the_bundle_is_what_its_inputs_make() -> None:
    text = bundle.BUNDLE.read_text("utf-8")
    assert text.startswith(bundle.header()), "run: make editor"
    assert hashlib.sha256(bundle.BUNDLE.read_bytes()).hexdigest() == bundle.DIGEST.read_text().strip()


def test_typing_is_told_and_can_be_undone(page: Page, read: Read) -> None:
    page.keyboard.press("Control+End")
    page.keyboard.type("print(1)")
    assert read("editor.text") == read("changed") == PROGRAM + "print(1)"
    page.keyboard.press("Control+z")
    assert read("editor.text") == PROGRAM


def test_tab_indents_by_four_and_shift_tab_takes_it_back(page: Page, read: Read) -> None:
    page.keyboard.press("Control+Home")
    page.keyboard.press("Tab")
    assert read("editor.text").startswith("    def f")
    page.keyboard.press("Shift+Tab")
    assert read("editor.text") == PROGRAM


def test_a_new_line_is_indented_as_python_wants_it(page: Page, read: Read) -> None:
    page.keyboard.press("Control+End")
    page.keyboard.type("for i in range(3):\nprint(i)")
    assert read("editor.text").endswith("for i in range(3):\n    print(i)")


def test_escape_then_tab_leaves_and_the_next_tab_inside_indents_again(page: Page, read: Read) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert read("editor.text") == PROGRAM
    assert not read("editor.host.matches(':focus-within')")
    page.get_by_role("textbox", name="The program").focus()
    page.keyboard.type("x")
    page.keyboard.press("Tab")
    assert read("editor.host.matches(':focus-within')")
    described = page.get_by_role("textbox", name="The program")
    expect(described).to_have_accessible_description(re.compile("press Escape, then Tab"))


def test_control_and_enter_run_without_a_new_line(page: Page, read: Read) -> None:
    page.keyboard.press("Control+Enter")
    assert read("[ran, editor.text]") == [1, PROGRAM]


def test_reset_puts_the_first_text_back_and_can_be_undone(page: Page, read: Read) -> None:
    read("editor.text = 'mine'")
    read("editor.reset()")
    assert read("editor.text") == PROGRAM
    page.keyboard.press("Control+z")
    assert read("editor.text") == "mine"


def test_a_line_can_be_gone_to(page: Page, read: Read) -> None:
    read("editor.goTo(2)")
    page.keyboard.type("#")
    assert read("editor.text") == "def f():\n#    return 1\n"


def test_it_takes_its_colours_from_the_palette(page: Page, read: Read) -> None:
    keyword = "getComputedStyle(editor.host.shadowRoot.querySelector('.cm-line span')).color"
    colours = {}
    for scheme in ("default", "slate"):
        read(f"document.body.dataset.mdColorScheme = '{scheme}'")
        colours[scheme] = read(keyword)
    assert colours["default"] != colours["slate"]


def test_nothing_in_it_is_hard_to_reach_or_to_see(page: Page, read: Read) -> None:
    for scheme in ("default", "slate"):
        read(f"document.body.dataset.mdColorScheme = '{scheme}'")
        assert violations(page, ".cw-editor") == []


def test_it_goes_without_a_trace(page: Page, read: Read) -> None:
    read("editor.destroy()")
    expect(page.locator(".cw-editor")).to_have_count(0)


def test_lines_are_marked_and_what_is_wrong_stays_at_its_line(page: Page, read: Read) -> None:
    wrong = "[{ line: 2, says: 'no' }, { line: 99, says: 'not here' }]"
    read(f"editor.mark({{ ran: [1, 2], at: 2, waits: true, wrong: {wrong} }})")
    assert page.locator(".cm-ran").count() == 2
    expect(page.locator(".cm-at")).to_have_text(re.compile("suspended here.*return 1.*no"))
    assert read("editor.text") == PROGRAM
    page.keyboard.press("Control+Home")
    page.keyboard.type("#")
    expect(page.locator(".cm-ran")).to_have_count(0)
    expect(page.locator(".cm-wrong")).to_contain_text("return 1")
    read("editor.mark({})")
    expect(page.locator(".cm-wrong")).to_have_count(0)
