"""``make notebook``: runs the site's notebooks again and keeps their new output. The tests run them as well.

`python -m scripts.notebooks heads` only renews what the notebooks take from the examples and from the lessons' pages,
which is quick: a lesson that gets a page more has a mode more in its head.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from chunkwise.authoring.notebooks import NotebookError, line_in, load, renewed
from chunkwise.errors import ChunkwiseError

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
EXAMPLES = ROOT / "examples"
PATIENCE = 120
"""Seconds that one cell may take."""

COLOURS = re.compile(r"\x1b\[[\d;]*m")
PLACE = re.compile(r"Cell In\[(\d+)\], line (\d+)")


def notebooks() -> list[Path]:
    return sorted(DOCS.rglob("*.ipynb"))


def run(file: Path, patience: int = PATIENCE) -> Any:
    """Run a notebook in its own folder and return it with its new outputs. The file stays as it is.

    Raises:
        NotebookError: It is no notebook, or one of its cells fails. The line is that of the file.
    """
    load(file)
    notebook = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]
    settings = {"metadata": {"path": str(file.parent)}}
    begun: list[str] = []
    client = NotebookClient(notebook, timeout=patience, resources=settings, record_timing=False, coalesce_streams=True)
    client.on_cell_start = lambda cell, cell_index: begun.append(cell.id)
    try:
        client.execute()
    except CellExecutionError as error:
        raise _failure(file, notebook, error) from None
    except (CellTimeoutError, DeadKernelError) as error:
        slow = isinstance(error, CellTimeoutError)
        what = f"it runs longer than {patience} seconds" if slow else "its kernel died"
        raise NotebookError(
            f"cell {begun[-1]!r}: {what}", file=file, line=line_in(file, begun[-1]), hint="Run it in Jupyter."
        ) from None
    # Which Python ran it is in the output, where a reader looks.
    notebook.metadata.language_info.pop("version", None)
    return notebook


def conclusions(notebook: Any) -> dict[str, str]:
    """Return what the cells with the tag ``conclusion`` print, by their ids."""
    return {
        cell.id: "".join(output.get("text", "") for output in cell.outputs)
        for cell in notebook.cells
        if "conclusion" in cell.metadata.get("tags", ())
    }


def compare(file: Path, anew: Any) -> None:
    """Hold a notebook that was run anew against what is published in its file.

    Raises:
        NotebookError: It draws no conclusion, or another one.
    """
    published = conclusions(nbformat.read(file, as_version=4))  # type: ignore[no-untyped-call]
    if not any(published.values()):
        what = "no cell with the tag `conclusion` prints anything, so nothing of this notebook is proved"
        raise NotebookError(what, file=file, hint="Print what must hold in such a cell, and run make notebook.")
    for cell, printed in conclusions(anew).items():
        if printed != published[cell]:
            before, now = (set(text.splitlines()) for text in (published[cell], printed))
            lines = [f"  - {line}" for line in sorted(before - now)] + [f"  + {line}" for line in sorted(now - before)]
            raise NotebookError(
                "\n".join([f"cell {cell!r} prints other conclusions than the published ones", *lines]),
                file=file,
                line=line_in(file, cell),
                hint="If the new ones are right, mend what the notebook says, and run make notebook.",
            )


def renew(file: Path) -> None:
    """Write into a notebook what it takes from the examples and from its lesson's pages."""
    sources = renewed(file, EXAMPLES, DOCS)
    notebook = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        cell.source = sources.get(cell.id, cell.source)
    nbformat.write(notebook, file)  # type: ignore[no-untyped-call]


def _failure(file: Path, notebook: Any, error: CellExecutionError) -> NotebookError:
    """Say where it failed: the line of the cell that ran, and the one that it led to, if that is in another cell."""
    by_count = {cell.get("execution_count"): cell.id for cell in notebook.cells if cell.cell_type == "code"}
    failed = next(
        cell.id
        for cell in notebook.cells
        if any(output.output_type == "error" for output in cell.get("outputs", ()) if cell.cell_type == "code")
    )
    places = [(by_count[int(count)], int(line)) for count, line in PLACE.findall(COLOURS.sub("", error.traceback))]
    line = next((line for cell, line in places if cell == failed), 1)
    inner = places[-1] if places and places[-1][0] != failed else None
    what = f"cell {failed!r}, line {line}: {error.ename}: {error.evalue}"
    if inner:
        what += f"\n  raised in cell {inner[0]!r}, line {inner[1]}"
    hint = "Mend the cell, and run make notebook."
    return NotebookError(what, file=file, line=line_in(file, failed, line), hint=hint)


def main(job: str = "run") -> None:
    for file in notebooks():
        renew(file)
        if job == "run":
            print(file.relative_to(ROOT), flush=True)
            nbformat.write(run(file), file)  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except ChunkwiseError as error:
        sys.exit(str(error))
