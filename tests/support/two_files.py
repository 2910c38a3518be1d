"""An example of two files, with a page that has its stage, for what no committed example shows."""

from __future__ import annotations

import contextlib
from pathlib import Path

from bs4 import BeautifulSoup
from markdown import Markdown  # type: ignore[import-untyped]

from tests.support.running import Project

NAME = "parts/feed"

APP = """\
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from words import numbered

app = FastAPI()


async def spoken():
    async for word in numbered():
        yield word


@app.get("/")
async def root():
    return StreamingResponse(spoken(), media_type="text/plain")
"""

WORDS = """\
async def numbered():
    for number in range(2):
        yield f"{number}\\n"
"""

SCENARIO = """\
title = "Words"
watch = ["number", "word"]

[[client]]
script = [{ send = "GET /" }, { read = "all" }]

[variants.three]
title = "Three words"
replace = [{ old = "yield word", new = "yield word.upper()" }]
"""

APART = 27
"""What is added to the number of a line in words.py: its 16 lines and the empty end, and ten that are left free."""


def two_files(folder: Path) -> Project:
    """A project with the example, recorded."""
    project = Project(folder).with_example(NAME, APP, SCENARIO)
    (folder / "examples" / NAME / "words.py").write_text(WORDS, "utf-8")
    code, _, wrong = project.run("record")
    assert code == 0, wrong
    return project


def page(project: Project) -> str:
    """The article of a page with the stage of both runs."""
    with contextlib.chdir(project.folder):
        return str(
            Markdown(extensions=["chunkwise.markdown"]).convert(f"/// stage | {NAME}\n    variants: [three]\n///\n")
        )


def whole_page(project: Project, built: str) -> str:
    """A built page whose stage is the one of the example."""
    whole = BeautifulSoup(built, "html.parser")
    frame = whole.select_one(".cw-stage-frame")
    assert frame
    style = frame.select_one("link")
    made = BeautifulSoup(page(project), "html.parser")
    sheet = made.select_one("link")
    assert style
    assert sheet
    sheet["href"] = style["href"]
    frame.replace_with(made)
    return str(whole)
