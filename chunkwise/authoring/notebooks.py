"""What a notebook takes from elsewhere: programs from the examples, and the head that a directive makes on other pages.

Notebooks are converted by no extension of ours, so both stand in their cells as text, written by ``make notebook``.
A cell says in its metadata what it holds: ``{"chunkwise": {"example": "lesson/example"}}`` for a program, which the
cell writes to a file when it runs, ``{"chunkwise": {"modes": true}}`` for the head, ``{"chunkwise": {"end": true}}``
for the ways on, and ``{"chunkwise": {"same": "lesson"}}`` for code that stands in the cell with the same id of that
lesson's notebook, because each notebook runs by itself. The minutes of other pages are left out: they would be stale
with each edit of those.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from chunkwise.directives.modes import MODES, head
from chunkwise.directives.onward import end
from chunkwise.directives.reading_time import minutes, prose, words
from chunkwise.errors import ChunkwiseError
from chunkwise.examples.example import Example, is_name

STYLE = "../../../assets/chunkwise/base/notebook.css"
"""What only notebooks need of our styles, as seen from the page of a lesson's notebook."""


class NotebookError(ChunkwiseError):
    """A notebook cannot be read, does not run, or is not what was published."""


def load(file: Path) -> dict[str, Any]:
    """Read a notebook as the JSON that it is, with each cell's source as one string.

    Raises:
        NotebookError: It is no notebook.
    """
    try:
        notebook: dict[str, Any] = json.loads(file.read_text("utf-8"))
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
            cell["metadata"], cell["id"], cell["cell_type"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        what = f"this is not a notebook: {type(error).__name__}: {error}"
        raise NotebookError(what, file=file, line=line, hint="Save it from Jupyter, in format 4.5.") from None
    return notebook


def used_examples(file: Path) -> set[str]:
    """Return the names of the examples whose programs stand in a notebook.

    Raises:
        NotebookError: It is no notebook.
    """
    return {taken["example"] for _, taken in _taken(load(file)) if "example" in taken}


def renewed(file: Path, examples: Path, docs: Path) -> dict[str, str]:
    """Return what must stand in the cells that take something from elsewhere, by the cells' ids.

    Raises:
        NotebookError: It is no notebook, or takes what is not there.
    """
    notebook = load(file)
    sources = {}
    for cell, taken in _taken(notebook):
        line = line_in(file, cell["id"])
        match taken:
            case {"example": str(name)}:
                if not is_name(name) or not (examples / name / "app.py").is_file():
                    raise NotebookError(f"there is no example {name!r}", file=file, line=line, hint="Mend the name.")
                source = Example(examples, name).source.rstrip("\n")
                sources[cell["id"]] = f"%%writefile {name.split('/')[-1]}.py\n{source}"
            case {"same": str(lesson)}:
                sources[cell["id"]] = _same(cell["id"], lesson, file, line)
            case {"modes": True} | {"end": True}:
                if file.stem not in MODES or file.parent.parent != docs / "lessons":
                    what = f"{file.stem!r} is not a mode of a lesson"
                    raise NotebookError(what, file=file, line=line, hint="Move it to docs/lessons/LESSON/MODE.ipynb.")
                place = (file.parent.name, file.stem)
                if "modes" in taken:
                    made = head(Element("div"), docs, place, {file.stem: minutes(words(prose(notebook)))})
                    made.insert(0, Element("link", rel="stylesheet", href=STYLE))
                else:
                    made = end(docs, place, lambda other: None)
                sources[cell["id"]] = _written(made)
            case _:
                what = f"the cell {cell['id']!r} says that it takes {taken}"
                raise NotebookError(
                    what,
                    file=file,
                    line=line,
                    hint='Say {"example": ...}, {"same": ...}, {"modes": true} or {"end": true}.',
                )
    return sources


def _same(cell: str, lesson: str, file: Path, line: int | None) -> str:
    """Return the source of the cell with this id in the notebook of the same mode of another lesson."""
    other = file.parent.parent / lesson / file.name
    found = [one["source"] for one in load(other)["cells"] if one["id"] == cell] if other.is_file() else []
    if not found:
        what = f"the notebook of {lesson!r} has no cell {cell!r}" if other.is_file() else f"{lesson!r} has no notebook"
        raise NotebookError(what, file=file, line=line, hint=f"Mend the name in the cell's metadata: {other} is meant.")
    return str(found[0])


def line_in(file: Path, cell: str, number: int = 1) -> int | None:
    """Return the line of a notebook's file that is line ``number`` of the source of the cell with this id."""
    lines = file.read_text("utf-8").split("\n")
    own = next((at for at, text in enumerate(lines) if text.strip() == f'"id": "{cell}",'), None)
    if own is None:
        return None
    return next((at + 1 + number for at in range(own, len(lines)) if lines[at] == '   "source": ['), own + 1)


def _taken(notebook: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for cell in notebook["cells"]:
        if taken := cell["metadata"].get("chunkwise"):
            yield cell, taken


def _written(made: Element) -> str:
    """Return the HTML that stands in a notebook's cell, with links from where the notebook's page is."""
    for one in made.iter():
        link = one.get("href", "#")
        if one.tag == "a" and link != "#":
            path = Path(link)
            folder = path.parent if path.stem == "index" else path.with_suffix("")
            one.set("href", f"../{folder.as_posix()}/")
        if one.text and "`" in one.text:
            _coded(one, one.text)
    # Without an empty line, where Markdown would take the HTML to end.
    return re.sub(r"(?<=>)(?=<(?:p|nav|ul|li|/nav|/ul|cw-))", "\n", tostring(made, "unicode", method="html"))


def _coded(parent: Element, text: str) -> None:
    """Write what stands between backquotes in a text of the map as code, as Markdown does on other pages."""
    parent.text, *others = text.split("`")
    for at in range(0, len(others), 2):
        code = SubElement(parent, "code")
        code.text, code.tail = others[at], "".join(others[at + 1 : at + 2])
