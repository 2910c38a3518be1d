"""New examples and lessons that work from the first moment, because it is easier to change one than to begin one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

from chunkwise.authoring import golden, navigation
from chunkwise.directives.lesson_map import Listed, lessons, plain_title, title_of
from chunkwise.directives.modes import MODES
from chunkwise.directives.parser import nearest
from chunkwise.errors import PageError, ScenarioError
from chunkwise.examples import store
from chunkwise.examples.example import Example
from chunkwise.recording.recorder import Recorder

STARTERS = Path(__file__).parent / "templates"
FIRST_MODES = ("learn", "visualize", "try", "challenge", "review")
"""The modes that a new lesson begins with."""
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
TITLE = re.compile(r'[^\s:|"\\][^:|"\\\n]*')
IDEA = "Each `yield` is one piece, and it is sent before the next one is made."
SHOWN, TASK = "three_pieces", "yield_it"
BLANK = ("yield f", "____ f")


def new_example(root: Path, name: str) -> Example:
    """Write the example ``name`` below ``root`` and record it.

    Raises:
        ScenarioError: The name is none, or is taken.
    """
    parts = name.split("/")
    if len(parts) != 2 or not all(part.isidentifier() for part in parts):
        raise ScenarioError(
            f"{name!r} is not LESSON/EXAMPLE", hint="Use letters, digits and _, as in backpressure/slow_reader."
        )
    example = _free(Example(root, name))
    with _whole([example.folder], [golden.file_of(name)]):
        _write(example, {"app.py": _text("app.py.txt"), "scenario.toml": _text("scenario.toml")})
        _record(example)
    return example


def new_lesson(root: Path, docs: Path, settings: Path, lesson: str, title: str = "") -> list[Path]:
    """Write the lesson ``lesson``: two examples, a page for each mode, its entry on the map and in the navigation.

    Without a title it has the one on the map, or one made of its name. Return what was written.

    Raises:
        ChunkwiseError: The name is none or is taken, or there is no place to list it. Nothing has changed then.
    """
    if not SLUG.fullmatch(lesson):
        hint = "Use small letters, digits and hyphens, as in slow-readers."
        raise ScenarioError(f"{lesson!r} is not a valid name for a lesson", hint=hint)
    if title and not TITLE.fullmatch(title):
        raise ScenarioError(
            f"{title!r} is no title", hint='Leave out : | " and \\: they have a meaning in the list of lessons.'
        )
    pages = docs / "lessons" / lesson
    if pages.exists():
        raise PageError("this lesson exists already", file=pages, hint="Choose another name, or add pages to it.")
    if not settings.is_file():
        raise PageError("there is no site here", file=settings, hint="Run this in the project's folder.")
    shown, task = (_free(Example(root, f"{lesson.replace('-', '_')}/{name}")) for name in (SHOWN, TASK))
    home = docs / "index.md"
    before = {file: file.read_text("utf-8") for file in (home, settings) if file.is_file()}
    title = title or plain_title(title_of(docs, lesson))
    after = dict(before)
    if home in after:
        after[home] = navigation.on_the_map(after[home], lesson, title, IDEA)
    order = lessons(after.get(home, ""))
    own = next((one for one in order if one.slug == lesson), Listed(lesson, title, IDEA, "", len(order) + 1))
    first = f"lessons/{lesson}/{FIRST_MODES[0]}.md"
    after[settings] = navigation.in_navigation(after[settings], settings, own, first, order)
    tables = [golden.file_of(example.name) for example in (shown, task)]
    with _whole([shown.folder, task.folder, pages], tables, before):
        _begin(shown, task)
        pages.mkdir(parents=True)
        for mode in FIRST_MODES:
            store.write(pages / f"{mode}.md", _page(lesson, title, mode))
        changed = [file for file in before if after[file] != before[file]]
        for file in changed:
            store.write(file, after[file])
    return [shown.folder, task.folder, pages, *filter(Path.is_file, tables), *changed]


def new_page(root: Path, docs: Path, lesson: str, mode: str) -> list[Path]:
    """Write a page of one mode for a lesson that there is, and the examples that it shows.

    Return what was written.

    Raises:
        ChunkwiseError: There is no such lesson, it has the page, or there is nothing to begin one with. Nothing has
            changed then.
    """
    pages = docs / "lessons" / lesson
    if not SLUG.fullmatch(lesson) or not pages.is_dir():
        known = [place.name for place in (docs / "lessons").glob("*/")]
        raise PageError(f"there is no lesson {lesson!r}", hint=nearest(lesson, known))
    if mode not in MODES:
        raise PageError(f"there is no mode {mode!r}", hint=nearest(mode, MODES))
    if not (STARTERS / "lesson" / f"{mode}.md").is_file():
        begun = [name for name in MODES if (STARTERS / "lesson" / f"{name}.md").is_file()]
        hint = f"Copy a page of another lesson. There are templates for {', '.join(begun)}."
        raise PageError(f"there is no template for the mode {mode!r}", hint=hint)
    for taken in (pages / f"{mode}.md", pages / f"{mode}.ipynb"):
        if taken.exists():
            raise PageError("this page exists already", file=taken, hint="Choose another mode.")
    text = _page(lesson, plain_title(title_of(docs, lesson)), mode)
    folder = lesson.replace("-", "_")
    needed = [Example(root, f"{folder}/{name}") for name in (SHOWN, TASK) if f"{folder}/{name}" in text]
    lacking = [example for example in needed if not example.folder.exists()]
    tables = [golden.file_of(example.name) for example in lacking]
    written = pages / f"{mode}.md"
    with _whole([example.folder for example in lacking], [*tables, written]):
        _begin(*lacking)
        store.write(written, text)
    return [*(example.folder for example in lacking), written, *filter(Path.is_file, tables)]


def _page(lesson: str, title: str, mode: str) -> str:
    words = {"lesson": lesson, "title": title, "folder": lesson.replace("-", "_")}
    return Template(_text(f"lesson/{mode}.md")).substitute(words)


def _begin(*examples: Example) -> None:
    """Write the examples that a lesson begins with, each by its name, and record them."""
    app = _text("app.py.txt")
    files = {
        SHOWN: {"app.py": app, "scenario.toml": _text("lesson/scenario.toml")},
        TASK: {
            "app.py": app,
            "scenario.toml": _text("lesson/task.toml"),
            "starter.py": app.replace(*BLANK),
            "checks.toml": _text("lesson/checks.toml"),
        },
    }
    for example in examples:
        _write(example, files[example.folder.name])
    if examples:
        _record(*examples)


def _text(name: str) -> str:
    return (STARTERS / name).read_text("utf-8")


def _free(example: Example) -> Example:
    if example.folder.exists():
        raise ScenarioError("this folder exists already", file=example.folder, hint="Choose another name.")
    return example


def _write(example: Example, files: dict[str, str]) -> None:
    example.folder.mkdir(parents=True)
    for name, text in files.items():
        store.write(example.folder / name, text)


def _record(*examples: Example) -> None:
    with Recorder() as recorder:
        for example in examples:
            recordings = recorder.record_all(example)
            store.save(example, recordings)
            golden.save(example.name, recordings)


@contextmanager
def _whole(folders: list[Path], files: list[Path], before: dict[Path, str] | None = None) -> Iterator[None]:
    """Take back what was written if not all of it can be: new ``folders`` and ``files``, and ``before`` what was there.

    A file that is there already is one that is written anew, and stays.
    """
    new = [file for file in files if not file.exists()]
    own = [folder.parent if not folder.parent.exists() else folder for folder in folders]
    try:
        yield
    except BaseException:
        for folder in own:
            shutil.rmtree(folder, ignore_errors=True)
        for file in new:
            file.unlink(missing_ok=True)
        for file, text in (before or {}).items():
            if file.read_text("utf-8") != text:
                store.write(file, text)
        raise
