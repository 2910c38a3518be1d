"""Tries every mutant, and prints for each kind how many were tried and how many survived."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from markdown import Markdown  # type: ignore[import-untyped]

from chunkwise.conditions import environments, records
from chunkwise.errors import ChunkwiseError, StoreError
from chunkwise.examples import store
from chunkwise.examples.example import Example, find_examples
from chunkwise.recording.recorder import Recorder
from chunkwise.views.comparable import comparable
from scripts import settings
from scripts.mutants import pages, programs, recordings, scenarios
from scripts.mutants.mutant import Mutant
from scripts.mutants.reasons import Name, load

EXAMPLES = Path("examples")
KINDS = ("program", "scenario", "condition", "recording", "quiz", "reference")
NOBODY = "NOBODY KNOWS WHY"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.mutants", description=__doc__)
    parser.add_argument("--kind", action="append", choices=KINDS, help="only of this kind; can be given again")
    parser.add_argument(
        "--of", action="append", help="only those whose name holds this, such as client_leaves/; can be given again"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Recorder() as recorder:
        there = list(mutants(Path(folder), recorder))
        kinds, parts = asked.kind or KINDS, asked.of or [""]
        wanted = [one for one in there if one.kind in kinds and any(part in one.name for part in parts)]
        try:
            reasons = load()
        except ChunkwiseError as error:
            sys.exit(str(error))
        if misfits := [str(one) for one in reasons.misfits([(one.kind, one.name) for one in there])]:
            sys.exit("\n".join(misfits))
        tried: list[tuple[Name, bool]] = []
        for mutant in wanted:
            name = (mutant.kind, mutant.name)
            tried.append((name, mutant.is_noticed()))
            if not tried[-1][1]:
                print(f"survived: {mutant.kind}: {mutant.name}\n  {reasons.of(name) or NOBODY}", flush=True)
            elif sys.stderr.isatty():
                print(f"\r{len(tried)} tried", end="", file=sys.stderr)
    for kind in dict.fromkeys(kind for (kind, _), _ in tried):
        lost = [name for name, noticed in tried if name[0] == kind and not noticed]
        unknown = sum(reasons.of(name) is None for name in lost)
        number = sum(name[0] == kind for name, _ in tried)
        print(f"{kind:10} {number} tried, {len(lost)} survived, {unknown} without a reason")
    complaints = list(reasons.complaints(tried))
    for complaint in complaints:
        print(complaint)
    sys.exit(bool(complaints))


def mutants(folder: Path, recorder: Recorder) -> Iterator[Mutant]:
    """Yield every mutant of what is committed, untried."""
    for example in find_examples(EXAMPLES):
        for what, text in programs.changed(example.source):
            yield Mutant(
                "program", f"{example.name}: {what}", partial(_differs, folder, recorder, example, "app.py", text)
            )
        for what, text in scenarios.changed(example.scenario_text):
            is_noticed = partial(_differs, folder, recorder, example, "scenario.toml", text)
            yield Mutant("scenario", f"{example.name}: {what}", is_noticed)
        for what, text in scenarios.changed_conditions(example.scenario_text):
            yield Mutant("condition", f"{example.name}: {what}", partial(_is_unexpected, folder, example, text))
        for what, text in recordings.changed(example.recording_file.read_text("utf-8")):
            is_noticed = partial(_is_no_recording, folder, example, text)
            yield Mutant("recording", f"{example.name}: {what}", is_noticed)
    for page in sorted(Path("docs").rglob("*.md")):
        text = page.read_text("utf-8")
        for what, new in pages.changed_quizzes(text):
            yield Mutant("quiz", f"{page}: {what}", partial(_breaks, page, new))
        for what, new in pages.changed_references(text):
            yield Mutant("reference", f"{page}: {what}", partial(_breaks, page, new))


def _copy(folder: Path, example: Example, name: str, text: str) -> Example:
    """Return a copy of an example in which one file has another text."""
    copy = Example(folder / "examples", example.name)
    shutil.copytree(example.folder, copy.folder, dirs_exist_ok=True)
    (copy.folder / name).write_text(text, "utf-8")
    return copy


def _is_no_recording(folder: Path, example: Example, text: str) -> bool:
    """Whether a build refuses this text, or a check finds it unlike what the recorder writes of these events."""
    copy = _copy(folder, example, "recording.json", text)
    return _is_refused(copy) or store.dumps(copy, store.load(copy)) != text


def _is_unexpected(folder: Path, example: Example, text: str) -> bool:
    """Whether a build refuses the committed conditions with this scenario, recorded or not."""
    copy = _copy(folder, example, "scenario.toml", text)
    shutil.copy(EXAMPLES / environments.FILE, copy.root)
    try:
        records.load(copy)
    except ChunkwiseError:
        return True
    return False


def _is_refused(example: Example) -> bool:
    """Whether a build would stop at the example's recording."""
    try:
        store.load(example)
    except StoreError:
        return True
    return False


def _differs(folder: Path, recorder: Recorder, example: Example, name: str, text: str) -> bool:
    """Whether a changed example is stale to a build, and also behaves otherwise or cannot be recorded at all."""
    changed = _copy(folder, example, name, text)
    if not _is_refused_or_invalid(changed):
        return False
    committed = store.load(example)
    try:
        runs = changed.runs
        if list(runs) != list(committed):
            return True
        # One after the other: most changes are seen in the first run, and the others need not be made then.
        return any(comparable(recorder.record(run)) != comparable(committed[key]) for key, run in runs.items())
    except ChunkwiseError:
        return True


def _is_refused_or_invalid(example: Example) -> bool:
    try:
        return _is_refused(example)
    except ChunkwiseError:
        return True


def _breaks(page: Path, text: str) -> bool:
    """Whether a page fails the build with this text."""
    options = settings.extensions(Path("mkdocs.yml"))
    options["chunkwise.markdown"]["page"] = str(page)  # or its directives would miss that it is a lesson's
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL).lstrip("\n")
    try:
        Markdown(extensions=list(options), extension_configs=options).convert(body)
    except ChunkwiseError:
        return True
    except Exception as error:
        # Under MkDocs the page error wears MkDocs' own class, so that it is shown without a traceback.
        return isinstance(error.__context__ or error.__cause__ or error, ChunkwiseError)
    return False


if __name__ == "__main__":
    main()
