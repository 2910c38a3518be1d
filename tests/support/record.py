"""What the tests' shared recorder is asked with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from chunkwise.events import Recording

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


Record = Callable[..., Recording]
