"""The package as others get it: built, installed away from this folder, and used with what it asks for alone."""

from __future__ import annotations

import email
import json
import re
import shutil
import sys
import tomllib
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

from tests.support.made import ROOT
from tests.support.packed_wheel import ran
from tests.support.record import EXAMPLES

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

WITHOUT = """
import sys
from importlib.machinery import PathFinder

class Without(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name.partition(".")[0] in {"anyio", "fastapi", "mkdocs", "starlette", "uvicorn", "zensical"}:
            return None
        return super().find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = Without
"""
"""The beginning of a program that finds nothing of the extras, as if they were not installed."""

PAGE = """
# Any page

/// example | greet/hello
///

/// steps | greet/hello
///

/// lanes | greet/hello
///

/// exchange | greet/hello
///

/// variables | greet/hello
///

/// output | greet/hello
///

/// stage | greet/hello
///
"""


def test_the_wheel_holds_what_a_page_needs(built: Path, installed: Path) -> None:
    names = {str(path.relative_to(installed)) for path in installed.rglob("*") if path.is_file()}
    tracked = {str(path.relative_to(ROOT)) for path in (ROOT / "chunkwise" / "static").glob("*/*") if path.is_file()}
    assert tracked
    assert tracked <= names
    assert "chunkwise/py.typed" in names
    assert not [
        name for name in names if not name.startswith(("chunkwise/", f"chunkwise-{PROJECT['version']}.dist-info/"))
    ]
    assert len(list(built.glob("*.tar.gz"))) == 1


def test_the_description_is_one_that_an_index_takes(built: Path) -> None:
    said = ran(sys.executable, "-m", "twine", "check", "--strict", *map(str, built.iterdir()))
    assert said.count("PASSED") == 2


def test_the_description_has_no_link_that_only_the_repository_can_follow() -> None:
    links = re.findall(r"\]\(([^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert len(links) >= 4
    assert [link for link in links if not link.startswith("https://")] == []


WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "publish.yml").read_text("utf-8"))


def test_only_the_job_that_publishes_may_ask_the_index_for_trust() -> None:
    build, publish = WORKFLOW["jobs"]["build"], WORKFLOW["jobs"]["publish"]
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert "permissions" not in build
    assert publish["permissions"] == {"id-token": "write"}
    assert (publish["needs"], publish["environment"]["name"]) == ("build", "pypi")
    # It runs nothing of ours: what it publishes was made by the other one.
    assert [step.get("run") for step in publish["steps"]] == [None, None]
    assert "secrets." not in json.dumps(WORKFLOW)


@pytest.mark.parametrize(("tag", "code"), [(f"v{PROJECT['version']}", 0), ("v99.0", 1), (PROJECT["version"], 1)])
def test_a_release_is_published_under_the_version_of_its_tag_alone(tag: str, code: int) -> None:
    (step,) = [one for one in WORKFLOW["jobs"]["build"]["steps"] if one.get("name") == "The tag is the version"]
    said = ran("bash", "-e", "-c", step["run"], code=code, GITHUB_REF_NAME=tag)
    assert said == (
        f"::error file=pyproject.toml::The tag is {tag} and the version here is {PROJECT['version']}. "
        f"Tag v{PROJECT['version']}.\n"
        if code
        else ""
    )


def test_to_make_pages_takes_no_server(installed: Path) -> None:
    info = email.message_from_string(next(installed.glob("*.dist-info/METADATA")).read_text("utf-8"))
    base = {one.partition(";")[0].strip() for one in info.get_all("Requires-Dist", []) if "extra ==" not in one}
    assert base == set(PROJECT["dependencies"])
    assert not base & set(PROJECT["optional-dependencies"]["record"])
    assert set(info.get_all("Provides-Extra", [])) >= {"record", "site"}


def test_a_page_is_made_from_the_wheel_with_its_own_dependencies_alone(installed: Path, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "background_work" / "after_the_stream", tmp_path / "examples" / "greet" / "hello")
    (tmp_path / "page.md").write_text(PAGE, "utf-8")
    program = tmp_path / "make.py"
    program.write_text(
        WITHOUT
        + """
from importlib.metadata import entry_points
from pathlib import Path
import markdown
import chunkwise

assert Path(chunkwise.__file__).is_relative_to(sys.argv[1]), chunkwise.__file__
named = [one for one in entry_points(group="markdown.extensions") if one.name == "chunkwise"]
assert named, "the extension has no name of its own"
page = Path("page.md").read_text("utf-8")
print(markdown.markdown(page, extensions=["chunkwise"], extension_configs={"chunkwise": {"examples": "examples"}}))
""",
        "utf-8",
    )
    html = ran(sys.executable, str(program), str(installed), cwd=tmp_path, PYTHONPATH=str(installed))
    for part in ("cw-example", "cw-steps", "cw-lanes", "cw-exchange", "cw-variables", "cw-stage"):
        assert part in html
    assert "cw-mistake" not in html


def test_the_command_copies_assets_without_the_recorder_and_says_what_recording_takes(
    installed: Path, tmp_path: Path
) -> None:
    program = tmp_path / "run.py"
    program.write_text(WITHOUT + "from chunkwise.cli import main\nmain()\n", "utf-8")
    shutil.copytree(EXAMPLES / "background_work" / "after_the_stream", tmp_path / "examples" / "greet" / "hello")
    (tmp_path / "docs").mkdir()
    command = [sys.executable, str(program)]
    ran(*command, "assets", "docs", cwd=tmp_path, PYTHONPATH=str(installed))
    assert list((tmp_path / "docs" / "assets" / "chunkwise").glob("*/*.js"))
    assert "yield 0" in ran(*command, "steps", "greet/hello", cwd=tmp_path, PYTHONPATH=str(installed))
    said = ran(*command, "record", "greet/hello", cwd=tmp_path, code=1, PYTHONPATH=str(installed))
    assert "recording needs anyio, fastapi, uvicorn" in said
    assert "chunkwise[record]" in said
    assert "Traceback" not in said
    assert '"$id"' in ran(*command, "schema", cwd=tmp_path, PYTHONPATH=str(installed))
    said = ran(*command, "watch", "app:app", "GET /", cwd=tmp_path, code=1, PYTHONPATH=str(installed))
    assert "chunkwise[record]" in said
    assert "Traceback" not in said
