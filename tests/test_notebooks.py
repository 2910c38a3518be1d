"""The notebooks on the site are published with the outputs of an earlier run, so each is run anew here.

Times differ from run to run. What a notebook concludes from them may not: the cells with the tag `conclusion` print
the same as in the published run.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

DOCS = Path(__file__).resolve().parent.parent / "docs"
NOTEBOOKS = sorted(DOCS.rglob("*.ipynb"))


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def conclusions(notebook: Any) -> dict[str, str]:
    return {
        cell.id: "".join(output.text for output in cell.outputs)
        for cell in notebook.cells
        if "conclusion" in cell.metadata.get("tags", ())
    }


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_notebook_comes_to_the_same_conclusions(path: Path) -> None:
    published, notebook = read(path), read(path)
    client = NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(path.parent)}})
    client.execute()
    assert conclusions(published), "no cell has the tag `conclusion`, so nothing of this notebook is proved"
    assert conclusions(notebook) == conclusions(published)


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS
