"""What the workers of a session have in common: the recordings that were made, and what was done once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from chunkwise.events import Recording

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


Record = Callable[..., Recording]


Once = Callable[[str, Callable[[], object]], None]
