"""A page's recording: what its front matter names, all directives are about that name none."""

from __future__ import annotations

from pathlib import Path

import pytest

from chunkwise.directives.registry import used_examples
from chunkwise.errors import PageError
from tests.support.building import build
from tests.support.converting import QUIZ, convert, project
from tests.support.made import THREE_CHUNKS

__all__ = ["project"]

VIEWS = ("example", "program", "steps", "variables", "lanes", "exchange", "output", "player", "stage", "try")
BARE = "\n".join(f"/// {name}\n///\n" for name in VIEWS) + "/// compare\n    variant: keep_alive\n///\n"
SHORT = BARE + QUIZ.replace(f"    recording: {THREE_CHUNKS}\n", "") + "\nIn [[end]].\n"
LONG = SHORT
for name in (*VIEWS, "compare"):
    LONG = LONG.replace(f"/// {name}\n", f"/// {name} | {THREE_CHUNKS}\n")
LONG = LONG.replace("    answer:", f"    recording: {THREE_CHUNKS}\n    answer:")


def written(project: Path, text: str, meta: str = f"recording: {THREE_CHUNKS}") -> str:
    (project / "docs" / "index.md").write_text(f"---\n{meta}\n---\n\n{text}", "utf-8")
    return text


def test_directives_and_questions_that_name_none_are_about_it(project: Path) -> None:
    assert convert(written(project, SHORT)) == convert(written(project, LONG))


def test_a_directive_may_name_another(project: Path) -> None:
    text = written(project, f"/// steps | {THREE_CHUNKS}\n///\n", "recording: streaming_responses/nothing")
    assert "step-6" in convert(text)


def test_without_one_a_directive_has_to_say_what_it_is_about(project: Path) -> None:
    with pytest.raises(PageError, match="/// example lacks its argument"):
        convert(written(project, SHORT, "title: x"))


def test_front_matter_that_is_none_gives_none(project: Path) -> None:
    for meta in ("recording: [a, b]", "- recording", "recording: {", "recording:"):
        with pytest.raises(PageError, match="/// steps lacks its argument"):
            convert(written(project, "/// steps\n///\n", meta))


def test_an_example_that_only_the_front_matter_names_is_used() -> None:
    assert used_examples(f"---\nrecording: {THREE_CHUNKS}\n---\n{SHORT}") == {THREE_CHUNKS}
    assert used_examples(f"---\nrecording: {THREE_CHUNKS}\n---\nNothing.\n") == set()


@pytest.mark.parametrize("builder", ["mkdocs", "zensical"])
def test_every_builder_knows_it(project: Path, builder: str) -> None:
    written(project, "# A\n\n/// steps\n///\n\nIn [[end]].\n")
    run = build(project, builder, "build")
    assert run.returncode == 0, run.stderr
    assert 'id="step-6"' in (project / "site" / "index.html").read_text("utf-8")
