"""The page of a run: complete, of one file, and safe whatever the program says."""

from __future__ import annotations

from bs4 import BeautifulSoup

from chunkwise.events import Recording
from chunkwise.views.steps import steps
from chunkwise.watch.checks import diagnose
from chunkwise.watch.findings import Seen
from chunkwise.watch.page import page
from tests.watch.conftest import WATCHED, Watched


def drawn(recording: Recording) -> BeautifulSoup:
    found = diagnose(Seen(recording))
    text = page("GET /chat?q=hi", recording, steps(recording), found, "https://site.example/", secrets=False)
    return BeautifulSoup(text, "html.parser")


def test_the_page_holds_all_of_the_run_and_asks_nobody_for_anything(watched: Watched) -> None:
    recording, _ = watched(WATCHED, "/chat?q=hi", "app.main")
    soup = drawn(recording)

    assert soup.select_one("section.problem a[href='#step-3']")
    assert len(soup.select("tbody tr")) == len(soup.select(".cw-lanes > ol > li")) == 8
    assert [title.text for title in soup.select("h3")] == ["app/main.py", "app/chat.py", "app/model.py"]
    assert "Values of the program may be in it" in soup.text
    (received,) = soup.select("main > pre")
    assert [line.split()[-1] for line in received.text.splitlines()] == ["bytes:", "'You'", "said'", "hi'"]
    assert "\\n" not in received.text
    assert not soup.select("script, img, link, iframe, [src], [onclick]")
    assert soup.select_one("meta[http-equiv='Content-Security-Policy'][content^=\"default-src 'none'\"]")
    targets = {link["href"] for link in soup.select("a") if str(link["href"]).startswith("#")}
    assert all(soup.select_one(str(target)) for target in targets)


def test_what_a_program_says_is_text_in_it(watched: Watched) -> None:
    recording, _ = watched(WATCHED, "/chat?q=hi", "app.main")
    text = recording.model_dump_json().replace("You", "<script>alert(1)</script>")

    soup = drawn(Recording.model_validate_json(text))

    assert not soup.select("script")
    assert "<script>alert(1)</script>" in soup.text
