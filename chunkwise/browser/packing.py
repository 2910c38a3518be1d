"""Where a builder begins to look for the files that a page's Python has to have, besides the packages from the index.

It follows the imports from there on, and reads these names without importing anything.
"""

from __future__ import annotations

ENTRY = "chunkwise.browser.entry"
LATE = ("chunkwise.engine.monitoring",)
"""Loaded by a run, and only where the Python has what it needs."""
