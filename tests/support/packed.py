"""What a run in a page imports, seen as it happens: the builder only follows the imports as they are written."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from chunkwise.browser.packing import ENTRY, LATE
from chunkwise.browser.uvicorn_parts import FILES
from tests.support.made import ROOT

_LIST = f"import sys, {ENTRY}; print(*(name for name in sys.modules if name.split('.')[0] == 'chunkwise'))"


def imported() -> dict[str, Path]:
    """Return the files by their names in a pack: our own that importing the entry loads, and the parts of Uvicorn.

    Uvicorn's are not a whole package, and on purpose: without ``uvicorn/__init__.py`` nothing of its server is loaded.
    """
    listed = subprocess.run([sys.executable, "-c", _LIST], cwd=ROOT, capture_output=True, text=True, check=True)
    ours = [_file(name) for name in sorted({*listed.stdout.split(), *LATE})]
    found = find_spec("uvicorn")
    assert found is not None
    assert found.origin is not None
    uvicorn = Path(found.origin).parent
    return {file.relative_to(ROOT).as_posix(): file for file in ours} | {f"uvicorn/{f}": uvicorn / f for f in FILES}


def _file(name: str) -> Path:
    path = ROOT.joinpath(*name.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
