"""A program runs under the recorder as it runs by itself."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from chunkwise.engine.app_loader import load


def test_annotations_are_what_they_are_under_uvicorn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The recorder's own future imports are not the program's: it would put off what stops the program elsewhere."""
    monkeypatch.setitem(sys.modules, "app", sys)  # which load replaces
    source = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\ndef of(number: int): ...\n"
    load(str(tmp_path / "app.py"), source)
    assert vars(sys.modules["app"])["of"].__annotations__ == {"number": int}
