"""One lesson, proved: recorded, its golden tables made, the site built, its tests and its mutants run, on one screen.

`make lesson NAME=client-leaves` takes a name as the pages' folder has it, or with underscores as the examples' has it.
What a step prints is kept below .cache/lesson/, and its end is shown where the step fails.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from chunkwise.errors import ChunkwiseError
from chunkwise.examples.example import find_examples
from scripts import built_site

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache/lesson"
SHOWN = 12
"""Lines of a failed step that are shown."""


@dataclass(frozen=True)
class Step:
    """What came of one step: whether all is well, in a few words, after how many seconds, and what it printed."""

    name: str
    holds: bool
    says: str
    seconds: float
    output: str = ""

    def __str__(self) -> str:
        line = f"{'ok ' if self.holds else 'NOT'}  {self.name:8} {self.seconds:4.0f} s  {self.says}"
        if self.holds:
            return line
        lines = [text for text in self.output.strip().splitlines() if text.strip()]
        return "\n".join([line, *(f"       {text[:150]}" for text in lines[-SHOWN:])])


@dataclass(frozen=True)
class Lesson:
    """A lesson by its name with hyphens, and the examples that are recorded for it."""

    name: str
    examples: tuple[str, ...]

    @property
    def underscored(self) -> str:
        return self.name.replace("-", "_")


def find(name: str, root: Path = ROOT) -> Lesson:
    """Return the lesson of that name, written with hyphens or underscores.

    Raises:
        ChunkwiseError: There is none.
    """
    wanted = name.strip("/").replace("_", "-")
    folder = wanted.replace("-", "_")
    examples = tuple(one.name for one in find_examples(root / "examples") if one.name.startswith(f"{folder}/"))
    if not examples and not (root / "docs/lessons" / wanted).is_dir():
        there = sorted(path.name for path in (root / "docs/lessons").iterdir() if path.is_dir())
        near = get_close_matches(wanted, there, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(there)}."
        raise ChunkwiseError(f"there is no lesson {wanted!r}", hint=hint)
    return Lesson(wanted, examples)


def lesson_pattern(name: str) -> re.Pattern[str]:
    """Return what a test of the lesson has in its id: the name of a module, of a page or of an example."""
    return re.compile(rf"(?:(?<![\w-])|(?<=test_)){name.replace('-', '[-_]')}(?![\w-])")


def prove(lesson: Lesson, tell: Callable[[Step], None]) -> bool:
    """Do every step, and tell of each when it is done. What needs no recording begins although recording failed."""
    shutil.rmtree(CACHE, ignore_errors=True)
    CACHE.mkdir(parents=True)
    steps: list[Step] = []

    def done(step: Step) -> None:
        steps.append(step)
        tell(step)

    if lesson.examples:
        done(_record(lesson))
        done(_golden(lesson))
    with ThreadPoolExecutor() as pool:
        mutants = pool.submit(_mutants, lesson)
        built = _build()
        done(built)
        if built.holds:
            done(_tests(lesson))
        done(mutants.result())
    return all(step.holds for step in steps)


def _record(lesson: Lesson) -> Step:
    code, output, seconds = _run("record", ["-m", "chunkwise", "record", *lesson.examples])
    anew = re.findall(r"(?m)^recorded (\S+)$", output)
    says = f"examples: {len(lesson.examples)}, " + (f"recorded anew: {', '.join(anew)}" if anew else "all as committed")
    return Step("record", not code, says, seconds, output)


def _golden(lesson: Lesson) -> Step:
    folder = ROOT / "tests/cases/steps"
    mine = f"{lesson.underscored}.*.txt"
    before = {file: file.read_bytes() for file in folder.glob(mine)}
    command = ["-m", "pytest", "-q", "tests/views/test_steps.py", "--lesson", lesson.name]
    code, output, seconds = _run("golden", command, {"CHUNKWISE_UPDATE": "1"})
    changed = [file.name for file in sorted(folder.glob(mine)) if file.read_bytes() != before.get(file)]
    says = f"tables: {len(lesson.examples)}, " + (
        f"read these over: {', '.join(changed)}" if changed else "none changed"
    )
    return Step("golden", not code, says, seconds, output)


def _build() -> Step:
    began = time.monotonic()
    wrong = built_site.build(CACHE / "built/chunkwise")
    return Step("build", not wrong, "the site does not build" if wrong else "strict", time.monotonic() - began, wrong)


def _tests(lesson: Lesson) -> Step:
    command = ["-m", "pytest", "-q", "-n", "auto", "-m", "", "--lesson", lesson.name]
    code, output, seconds = _run("tests", command, {"CHUNKWISE_BUILT_SITE": str(CACHE / "built/chunkwise")})
    summary = re.findall(r"(?m)^=*\s*((?:\d+ \w+(?:, )?)+) in [\d.]+s", output)
    return Step("tests", not code, summary[-1] if summary else "did not get to their end", seconds, output)


def _mutants(lesson: Lesson) -> Step:
    of = [f"{lesson.underscored}/", f"lessons/{lesson.name}/"]
    code, output, seconds = _run("mutants", ["-m", "scripts.mutants", *(word for one in of for word in ("--of", one))])
    found = re.findall(r"(?m)^\w+ +(\d+) tried, (\d+) survived, (\d+) without a reason$", output)
    tried, survived, unknown = (sum(map(int, column)) for column in zip(*found, strict=True)) if found else (0, 0, 0)
    says = f"{tried} tried, {survived} survived, {unknown} without a reason"
    return Step("mutants", not code, says, seconds, output)


def _run(name: str, arguments: list[str], more: Mapping[str, str] | None = None) -> tuple[int, str, float]:
    """Run a module of ours; return its exit code, all that it printed, and its seconds."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **(more or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    (CACHE / f"{name}.txt").write_text(done.stdout, "utf-8")
    return done.returncode, done.stdout, time.monotonic() - began


def main() -> int:
    parser = argparse.ArgumentParser(prog="make lesson", usage="make lesson NAME=client-leaves", description=__doc__)
    parser.add_argument("name")
    began = time.monotonic()
    try:
        lesson = find(parser.parse_args().name)
    except ChunkwiseError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    print(lesson.name, flush=True)
    holds = prove(lesson, lambda step: print(step, flush=True))
    end = (
        "All of it holds." if holds else f"Not all of it holds. All that was printed is in {CACHE.relative_to(ROOT)}/."
    )
    print(f"{end} {time.monotonic() - began:.0f} s")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
