"""Which page uses which example, because an example that no page shows is kept up for nobody."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from chunkwise.authoring.notebooks import NotebookError
from chunkwise.authoring.notebooks import used_examples as in_notebook
from chunkwise.directives.registry import used_examples
from chunkwise.errors import ChunkwiseError, PageError, ScenarioError, line_of
from chunkwise.examples.example import Example


def check_usage(examples: list[Example], docs: Path) -> Iterator[ChunkwiseError]:
    """Find what is wrong between ``examples`` and the pages below ``docs``, if there are any pages."""
    pages = sorted(docs.rglob("*.md"))
    if not pages:
        return
    known = {example.name: example for example in examples}
    shown_by: dict[str, Path] = {}
    for page in pages:
        try:
            text = page.read_text("utf-8")
            used = used_examples(text)
        except PageError as error:
            yield PageError(error.what, file=page, line=error.line, hint=error.hint)
            continue
        except (OSError, UnicodeDecodeError) as error:
            yield PageError(f"this page cannot be read: {error}", file=page, hint="Save it as UTF-8.")
            continue
        for name in sorted(used - known.keys()):
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else "Correct the name, or create the example."
            yield PageError(f"there is no example {name!r}", file=page, line=line_of(text, name), hint=hint)
        shown_by |= dict.fromkeys(used, page)
    for notebook in sorted(docs.rglob("*.ipynb")):
        try:
            shown_by |= dict.fromkeys(in_notebook(notebook), notebook)
        except NotebookError as error:
            yield error
    for name, example in known.items():
        try:
            planned_for = example.scenario.planned_for
        except ScenarioError:
            continue  # said already, when it was to be recorded
        if planned_for is None and name not in shown_by:
            yield ScenarioError(
                "no page uses this example",
                file=example.scenario_file,
                line=1,
                hint='Use it, remove it, or write planned_for = "lesson" for the lesson whose page will.',
            )
        if planned_for is not None and name in shown_by:
            yield ScenarioError(
                f"this example is planned for {planned_for}, and {shown_by[name]} shows it",
                file=example.scenario_file,
                line=example.line_in_scenario("planned_for"),
                hint="Remove planned_for.",
            )
