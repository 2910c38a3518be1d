"""A project built by MkDocs or by Zensical, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CONFIG = """
site_name: A project
theme: {name: material, font: false}
plugins: []
markdown_extensions:
  - pymdownx.highlight
  - pymdownx.superfences
  - chunkwise.markdown: {examples: examples, docs: docs}
"""


def build(project: Path, *command: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    (project / "mkdocs.yml").write_text(CONFIG)
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd or project, capture_output=True, text=True, timeout=120, check=False
    )
