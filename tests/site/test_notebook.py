"""The notebook among a lesson's modes: its page opens like the others, its pictures speak, and it can be taken home."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Literal

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import Trouble

LESSON = "lessons/streaming-responses/"
PAGE = f"{LESSON}performance/"


@pytest.mark.parametrize(
    ("path", "pictures"),
    [
        (PAGE, 5),
        ("lessons/two-ways-to-write/performance/", 1),
        ("lessons/broadcast/performance/", 1),
        ("lessons/middleware/performance/", 1),
    ],
)
def test_every_picture_says_what_it_shows(site: Path, path: str, pictures: int) -> None:
    article = BeautifulSoup((site / path / "index.html").read_text("utf-8"), "html.parser").article
    assert article is not None
    said = [str(picture.get("alt", "")) for picture in article.select("img")]
    for picture in article.select("svg"):
        if not picture.find_parent(attrs={"aria-hidden": "true"}) and picture.get("aria-hidden") != "true":
            if picture.find_parent(class_="md-content__button"):
                continue  # the theme's, whose link has a title
            assert picture.get("role") == "img"
            said.append(str(picture.get("aria-label", "")))
    assert len(said) == pictures
    for words in said:
        assert len(words.split()) > 12
        assert any(character.isdigit() for character in words)


def test_it_opens_as_the_other_modes_do(page: Page, address: str) -> None:
    page.goto(address + f"{LESSON}visualize/", wait_until="networkidle")
    there = page.locator(".cw-modes a").evaluate_all("all => all.map(one => one.dataset.mode)")
    title = page.locator(".cw-lesson-title").inner_text()
    page.get_by_label("Ways to learn").get_by_role("link", name="Performance").click()
    expect(page).to_have_url(address + PAGE)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Streaming responses, measured")
    assert page.locator(".cw-modes a").evaluate_all("all => all.map(one => one.dataset.mode)") == there
    expect(page.locator(".cw-lesson-title")).to_have_text(title)
    expect(page.locator('.cw-modes a[aria-current="page"]')).to_contain_text("Performance")


def test_its_title_is_as_large_as_others_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    sizes = set()
    for path in (PAGE, f"{LESSON}learn/"):
        page.goto(address + path)
        sizes.add(page.locator("h1").evaluate("one => getComputedStyle(one).fontSize"))
    assert len(sizes) == 1


@pytest.mark.parametrize(
    "path",
    [
        PAGE,
        "lessons/two-ways-to-write/performance/",
        "lessons/broadcast/performance/",
        "lessons/middleware/performance/",
        "about/measure-it-yourself/",
    ],
)
def test_it_weighs_no_more_than_a_lesson(page_of_its_own: Page, address: str, site: Path, path: str) -> None:
    """150 kB compressed with everything. Jupyter's own looks alone would be 90 kB on each page of a notebook."""
    page = page_of_its_own
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.split("#")[0]))
    page.goto(address + path, wait_until="networkidle")
    files = [site / url.removeprefix(address) for url in asked if url.startswith(address)]
    sizes = [len(gzip.compress((file / "index.html" if file.is_dir() else file).read_bytes())) for file in files]
    assert 20_000 < sum(sizes) < 150_000
    assert (site / path / "index.html").read_text("utf-8").count("<style") == 0


def test_its_code_is_closed_and_opens_without_scripts(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + PAGE)
        code = page.locator("details.cw-code")
        assert code.count() == page.locator(".jp-CodeCell .jp-CodeCell").count() > 10
        expect(code.first.locator("pre")).to_be_hidden()
        code.first.locator("summary").click()
        expect(code.first.locator("pre")).to_be_visible()


def test_each_link_of_its_switch_leads_to_its_mode(page: Page, address: str, site: Path) -> None:
    page.goto(address + PAGE, wait_until="networkidle")
    links = page.locator('.cw-modes a:not([aria-current="page"])')
    assert links.count() >= 3
    for link in links.all():
        target = link.evaluate("link => link.href")
        assert target == f"{address}{LESSON}{link.get_attribute('data-mode')}/"
        assert (site / target.removeprefix(address) / "index.html").is_file()
    links.filter(has_text="Visualize").click()
    expect(page.locator('.cw-modes a[aria-current="page"]')).to_contain_text("Visualize")


def test_it_can_be_finished(page: Page, address: str) -> None:
    page.goto(address + PAGE, wait_until="networkidle")
    page.get_by_label("I have finished this page").check()
    expect(page.locator('.cw-modes a[data-mode="performance"]')).to_contain_text("(finished)")
    page.locator('.cw-modes a[data-mode="visualize"]').click()
    expect(page.locator('.cw-modes a[aria-current="page"]')).to_contain_text("Visualize")
    expect(page.locator('.cw-modes a[data-mode="performance"]')).to_contain_text("(finished)")


@pytest.mark.parametrize("arrival", ["by its address", "from another page"])
def test_it_can_be_downloaded(page: Page, address: str, arrival: str) -> None:
    """Material moves between pages itself. A link to a file must get past that."""
    if arrival == "by its address":
        page.goto(address + PAGE, wait_until="networkidle")
    else:
        page.goto(address + f"{LESSON}visualize/", wait_until="networkidle")
        page.locator('.cw-modes a[data-mode="performance"]').click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download it").click()
    assert coming.value.suggested_filename == "performance.ipynb"
    notebook = json.loads(Path(coming.value.path()).read_text("utf-8"))
    assert any("%%writefile" in "".join(cell["source"]) for cell in notebook["cells"])
    expect(page).to_have_url(address + PAGE)


def test_the_rules_lead_to_their_measurements(page: Page, address: str) -> None:
    page.goto(address + PAGE, wait_until="networkidle")
    cells = page.locator("article .jupyter-wrapper .jp-MarkdownCell")
    found = cells.filter(has=page.get_by_role("heading", name="What we found"))
    assert found.evaluate("one => !one.previousElementSibling.matches('.jp-CodeCell')"), "findings come before code"
    rules = found.locator("li")
    assert rules.count() >= 7
    for rule in rules.all():
        for link in rule.locator("a").all():
            target = link.evaluate("link => link.hash")
            assert page.locator(f'h2[id="{target[1:]}"]').count() == 1, target
        assert rule.locator("a").count() >= 1


@pytest.mark.parametrize("palette", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_pictures_fit_and_take_the_ink_of_the_page(
    browser: Browser, address: str, trouble: Trouble, palette: Literal["light", "dark"], width: int
) -> None:
    with browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=palette, reduced_motion="reduce"
    ) as context:
        page = context.new_page()
        trouble.watch(page)
        page.goto(address + PAGE, wait_until="networkidle")
        ink = page.locator("article h1").evaluate("it => getComputedStyle(it.parentElement).color")
        for picture in page.locator('article svg[role="img"]').all():
            box = picture.bounding_box()
            assert box is not None
            assert 250 < box["width"] <= width
            labels = picture.locator("text")
            assert {label.evaluate("it => getComputedStyle(it).fill") for label in labels.all()} == {ink}
        assert trouble.seen == []
