"""The index of the search: what of a page is in it, and in how small parts it is loaded."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import cbor2
import pytest

from scripts import search
from scripts.search import MARK, SearchError, index

PAGE = """<!doctype html><html lang="en"><head><title>{0}</title></head><body><nav>Menu</nav><article><h1>{0}</h1>
<div class="cw-modes" data-pagefind-meta="mode:Learn"><strong data-pagefind-meta="lesson">A lesson</strong>
<nav class="cw-mode-links">Switch</nav></div>
<p>{1}</p><h2 id="below">Below<a class="headerlink">¶</a></h2><p><code>in_line</code></p><pre>block</pre>
<figure class="cw-steps"><table><tr><td>recorded</td></tr></table></figure>
<div class="cw-transcript">transcribed</div><section class="cw-appendix" hidden>answered</section>
<p hidden data-pagefind-weight="10">Also about: aliased.</p></article></body></html>"""


def site(folder: Path, pages: dict[str, str]) -> Path:
    for name, text in pages.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "index.html").write_text(PAGE.format(name, text), "utf-8")
    return folder


def parts(folder: Path) -> dict[tuple[str, str], list[str]]:
    """Return the words of each part of an index, by the words between which it is looked for."""
    (listed,) = (folder / "pagefind").glob("*.pf_meta")
    return {(first, last): [word[0] for word in read(folder, name)[0]] for first, last, name in read_file(listed)[2]}


def read(folder: Path, name: str) -> Any:
    return read_file(folder / f"pagefind/index/{name}.pf_index")


def read_file(file: Path) -> Any:
    return cbor2.loads(gzip.decompress(file.read_bytes()).removeprefix(MARK))


def fragments(folder: Path) -> list[dict[str, Any]]:
    files = sorted((folder / "pagefind/fragment").iterdir())
    return [json.loads(gzip.decompress(file.read_bytes()).removeprefix(MARK)) for file in files]


def test_what_a_page_says_is_found_and_what_it_shows_is_not(tmp_path: Path) -> None:
    index(site(tmp_path, {"streams": "A generator yields."}))
    (page,) = fragments(tmp_path)
    assert page["content"].split() == (
        ["streams.", "A", "lesson", "A", "generator", "yields.", "Below.", "in_line.", "Also", "about:", "aliased."]
    )
    assert page["meta"] == {"title": "streams", "lesson": "A lesson", "mode": "Learn"}
    assert page["url"] == "/streams/"
    assert [anchor["id"] for anchor in page["anchors"]] == ["below"]


def test_only_what_the_script_loads_is_kept(tmp_path: Path) -> None:
    index(site(tmp_path, {"streams": "A generator yields."}))
    names = {file.name for file in (tmp_path / "pagefind").iterdir() if file.suffix != ".pf_meta"}
    assert names == {"pagefind.js", "pagefind-entry.json", "wasm.en.pagefind", "index", "fragment"}
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(".")]


def test_a_second_index_takes_the_place_of_the_first(tmp_path: Path) -> None:
    index(site(tmp_path, {"streams": "A generator yields."}))
    (tmp_path / "streams/index.html").write_text(PAGE.format("streams", "A client reads."), "utf-8")
    index(tmp_path)
    (page,) = fragments(tmp_path)
    assert "A client reads." in page["content"]
    assert "yield" not in {word for words in parts(tmp_path).values() for word in words}


def test_a_part_stays_small_and_a_word_with_its_stem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"{first}{second}{third}" for first in "abcdef" for second in "aeiou" for third in ("mer", "mering", "n")]
    whole = site(tmp_path / "whole", {f"page-{number}": " ".join(words) for number in range(9)})
    monkeypatch.setattr(search, "PLACES", 20_000)
    index(whole)
    ((_, all_words),) = parts(whole).items()
    monkeypatch.setattr(search, "PLACES", 200)
    index(whole)
    cut = parts(whole)
    assert [word for part in cut.values() for word in part] == all_words
    assert 4 < len(cut) < 40
    for (first, last), inside in cut.items():
        assert all(first <= word <= last for word in inside)
    beginnings = [{word[:3] for word in part} for part in cut.values()]
    assert not any(one & two for at, one in enumerate(beginnings) for two in beginnings[at + 1 :])


def test_every_word_is_in_the_part_in_which_it_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ "token" comes before "to~", which is why a part must not end with "to"."""
    text = " ".join(["an", "go", "gold", "thing", "to", "toc", "token", "tool", "top", "up", "upper"])
    for places in range(1, 30):
        monkeypatch.setattr(search, "PLACES", places)
        folder = tmp_path / str(places)
        folder.mkdir()
        index(site(folder, {"a": text}))
        for between, words in parts(folder).items():
            for word in words:
                looked = next(one for one in parts(folder) if word <= one[1])
                assert looked == between, f"{word} is looked for in {looked}"


def test_a_folder_without_pages_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SearchError) as caught:
        index(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert "make build" in str(caught.value)


def test_files_of_another_version_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FORMAT", "0.1")
    with pytest.raises(SearchError, match=r"constraints.txt names 0\.1"):
        index(site(tmp_path, {"streams": "A generator yields."}))
    assert not (tmp_path / "pagefind").exists()
