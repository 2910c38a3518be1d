"""mkdocs.yml as MkDocs reads it, for the tests and benchmarks that convert pages without building the site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]
from yaml_env_tag import construct_env_tag  # type: ignore[import-untyped]


class _Loader(yaml.SafeLoader):  # type: ignore[misc]
    """Knows the tag for a setting that an environment variable may change."""


_Loader.add_constructor("!ENV", construct_env_tag)


def load(file: Path) -> dict[str, Any]:
    """Return the site's settings."""
    found: dict[str, Any] = yaml.load(file.read_text("utf-8"), _Loader)
    return found


def extensions(file: Path) -> dict[str, dict[str, Any]]:
    """Return the Markdown extensions of the site, each with its options."""
    chosen = load(file)["markdown_extensions"]
    return dict(next(iter(one.items())) if isinstance(one, dict) else (one, {}) for one in chosen)
