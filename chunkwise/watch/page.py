"""Page of a watched run: one file that holds all of it and asks nobody for anything, to attach to an issue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from markupsafe import Markup
from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

from chunkwise.events import MAIN, Recording
from chunkwise.views import render
from chunkwise.views.elements import DOCTYPE, element, joined, lines, prose
from chunkwise.views.lanes import lanes
from chunkwise.views.steps import Step
from chunkwise.watch.findings import Finding
from chunkwise.watch.summary import client_view

SHOWN = 300
"""How many steps a page shows: a browser has to lay them out."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What the page may load and run, which is nothing: what came from a program is only ever text here."""

HOLDS = (
    "This file holds the source of the program's own files, the lines that ran, its messages, headers and the "
    "beginning of each chunk. Values of the program may be in it: read it before you pass it on. {}"
)
MASKED = "Passwords, tokens, keys and cookies are masked by their names."
UNMASKED = "Nothing is masked in it."

_STYLE = Path(__file__).with_name("page.css")


def page(
    request: str, recording: Recording, steps: Sequence[Step], found: Sequence[Finding], site: str, *, secrets: bool
) -> str:
    """Return the page of a run, complete and without a script."""
    shown = steps[:SHOWN]
    rows = lanes(recording, shown)
    own = {"recording": request, "variant": MAIN}
    left = f" Only the first {SHOWN} of {len(steps):,} steps are shown." if len(steps) > SHOWN else ""
    numbers = {place: step for step in steps for place in step.events}
    body = [
        element("h1", f"What {request} does"),
        element("p", HOLDS.format(UNMASKED if secrets else MASKED) + left, class_="quiet"),
        element("h2", "Diagnosis"),
        *_diagnosis(found, numbers, site, len(shown)),
        element("h2", "What the client received"),
        element("pre", lines(client_view(recording, 120))),
        element("h2", "Step by step"),
        render.steps_table(rows, prefix="", caption=f"Steps of {request}", **own),
        element("h2", "In each lane"),
        render.lanes_list(rows, caption="", linked=range(1, len(shown) + 1), **own),
        element("h2", "The program"),
        *_program(recording),
    ]
    head = [
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width"),
        element("title", f"{request}: a run, recorded by Chunkwise"),
        element("style", Markup(_STYLE.read_text("utf-8"))),
    ]
    whole = element("html", element("head", lines(head)), element("body", element("main", lines(body))), lang="en")
    return DOCTYPE + whole + "\n"


def _diagnosis(found: Sequence[Finding], steps: dict[int, Step], site: str, shown: int) -> Iterator[Markup]:
    if not any(not one.note for one in found):
        yield element("p", "Nothing found.")
    for one in found:
        step = steps[one.at]
        said = f"step {step.number}"
        parts = [
            f"{one.file}:{one.line}, " if one.line else "",
            element("a", said, href=f"#step-{step.number}") if step.number <= shown else said,
            f" ({step.name}). ",
            element("a", "What it means", href=site + one.page),
        ]
        what = element("p", prose(one.what))
        yield element("section", what, element("p", joined(parts)), class_="note" if one.note else "problem")


def _program(recording: Recording) -> Iterator[Markup]:
    formatter = HtmlFormatter(cssclass="code", linenos="inline")
    for name, text in recording.modules.items():
        if text.strip():
            yield element("h3", name)
            yield Markup(highlight(text, PythonLexer(), formatter))
