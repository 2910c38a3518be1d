"""A repository that a stranger sent: links, sizes and lists that a build must not follow, load or expand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from markdown import Markdown  # type: ignore[import-untyped]

from chunkwise.errors import ChunkwiseError
from chunkwise.examples import store
from chunkwise.examples.example import Example, find_examples
from tests.support.hostile import SCENARIO, in_generator
from tests.support.running import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "secret.txt").write_text("hush")
    (tmp_path / "docs").mkdir()
    return Project(tmp_path).with_example("sent/one", in_generator("pass"), SCENARIO)


NAMES = ["../secret", "sent/..", "sent/../..", "sent/one/..", "/etc", "sent//one", "sent/one\n"]
READS: dict[str, Callable[[Example], object]] = {
    "app.py": lambda example: example.source,
    "scenario.toml": lambda example: example.scenario,
    "recording.json": store.load,
}


@pytest.mark.parametrize("name", NAMES)
def test_no_name_leads_out_of_the_folder(name: str, project: Project) -> None:
    with pytest.raises(ChunkwiseError, match="not a valid name for an example"):
        project.example(name)


@pytest.mark.parametrize("file", READS)
def test_a_link_out_of_the_examples_is_not_followed(file: str, project: Project) -> None:
    example = project.example("sent/one")
    link = example.folder / file
    link.unlink(missing_ok=True)
    link.symlink_to(project.folder / "secret.txt")
    with pytest.raises(ChunkwiseError, match="this link leads out of the examples") as caught:
        READS[file](example)
    assert caught.value.file == link
    assert "hush" not in str(caught.value)


def test_a_folder_that_is_a_link_is_not_followed_either(project: Project) -> None:
    elsewhere = project.folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "app.py").write_text("hush = 1\n")
    (project.folder / "examples/sent/two").symlink_to(elsewhere)
    found = find_examples(project.folder / "examples")
    for example in found:
        if example.name == "sent/two":
            with pytest.raises(ChunkwiseError, match="this link leads out of the examples"):
                print(example.source)
    assert "sent/one" in [example.name for example in found]


def test_a_recording_of_200_mb_is_not_read(project: Project) -> None:
    example = project.example("sent/one")
    with example.recording_file.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(ChunkwiseError, match=r"this has 200\.0 MB, and 32 MB is the maximum"):
        store.load(example)


def test_a_table_that_stands_for_a_million_conditions_is_refused(project: Project) -> None:
    example = project.example("sent/one")
    many = ", ".join(['"uvicorn"'] * 1000)
    loops = ", ".join(['"asyncio"'] * 1000)
    table = f"\n[[condition]]\nserver = [{many}]\nloop = [{loops}]\nexpects = 'same'\n"
    example.scenario_file.write_text(SCENARIO + table)
    with pytest.raises(ChunkwiseError, match="this stands for 1,000,000 conditions, and one table for 200 at most"):
        print(Example(example.root, example.name).scenario)


def built(project: Project, text: str) -> str:
    examples, docs = project.folder / "examples", project.folder / "docs"
    options = {
        "chunkwise.markdown": {"examples": str(examples), "docs": str(docs), "page": str(docs / "page.md")},
        "pymdownx.snippets": {"base_path": [str(examples)], "check_paths": True},
    }
    return str(Markdown(extensions=[*options], extension_configs=options).convert(text))


@pytest.mark.parametrize("path", ["../secret.txt", "sent/one/../../../secret.txt", "sent/one/link.txt"])
def test_no_snippet_is_taken_from_elsewhere(path: str, project: Project) -> None:
    (project.folder / "examples/sent/one/link.txt").symlink_to(project.folder / "secret.txt")
    text = f'--8<-- "{path}"\n'
    (project.folder / "docs/page.md").write_text(text)
    with pytest.raises(ChunkwiseError, match=r"page\.md:1: .*(no snippet|leads out of its folder)"):
        built(project, text)


def test_a_page_that_is_a_link_is_not_shown(project: Project) -> None:
    (project.folder / "docs/page.md").symlink_to(project.folder / "secret.txt")
    with pytest.raises(ChunkwiseError, match=r"page\.md:1: this page is a link that leads out of its folder"):
        built(project, "hush")
