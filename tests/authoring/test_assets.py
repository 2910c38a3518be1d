"""`chunkwise assets`: what it copies, what it leaves alone, and what it says when it can't."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from chunkwise.authoring import assets
from chunkwise.authoring.assets import AssetsError, copy_assets, files
from tests.support.running import ROOT, Project


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    return folder


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a copy in the place of the package's own files, to be changed."""
    folder = tmp_path / "static"
    shutil.copytree(assets.STATIC, folder)
    monkeypatch.setattr(assets, "STATIC", folder)
    return folder


def _content(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_the_command_copies_every_script_and_style_and_says_so(tmp_path: Path, docs: Path) -> None:
    code, out, err = Project(tmp_path).run("assets", "docs")
    assert (code, err) == (0, "")
    inside = [file.relative_to(assets.STATIC).as_posix() for file in assets.STATIC.rglob("*.*")]
    names = [name for name in inside if name.endswith((".js", ".css")) and name != "try/service-worker.js"]
    expected = {f"docs/assets/chunkwise/{name}" for name in names} | {"docs/try-service.js"}
    assert {line.removeprefix("wrote ") for line in out.splitlines()} == expected
    assert len(expected) > 30
    for name in names:
        assert (docs / "assets/chunkwise" / name).read_bytes() == (assets.STATIC / name).read_bytes()
    assert "respondWith" in (docs / "try-service.js").read_text("utf-8")
    assert set(_content(docs)) == {name.removeprefix("docs/") for name in expected} | {"assets/chunkwise/.written"}


def test_a_second_time_nothing_is_written_and_nothing_is_said(tmp_path: Path, docs: Path) -> None:
    copy_assets(docs)
    before = {file: file.stat().st_mtime_ns for file in docs.rglob("*")}
    assert Project(tmp_path).run("assets", "docs") == (0, "", "")
    assert {file: file.stat().st_mtime_ns for file in docs.rglob("*")} == before


def test_only_what_has_changed_is_written(docs: Path, static: Path) -> None:
    copy_assets(docs)
    (static / "try/try.js").write_text("// another\n")
    (docs / "assets/chunkwise/base/font.js").unlink()
    (docs / "try-service.js").write_text("// changed by hand\n")
    expected = [docs / "assets/chunkwise/base/font.js", docs / "try-service.js", docs / "assets/chunkwise/try/try.js"]
    written, removed = copy_assets(docs)
    assert (sorted(written), removed) == (sorted(expected), [])
    assert (docs / "assets/chunkwise/try/try.js").read_text() == "// another\n"
    assert copy_assets(docs) == ([], [])


def test_what_is_no_longer_ours_is_removed_and_nobody_elses(docs: Path, static: Path) -> None:
    (static / "old").mkdir()
    (static / "old/old.js").write_text("// old\n")
    copy_assets(docs)
    theirs = [docs / "assets/chunkwise/theirs.css", docs / "assets/chunkwise/base/theirs.js", docs / "assets/logo.js"]
    for file in theirs:
        file.write_text("theirs")
    shutil.rmtree(static / "old")
    (static / "quiz/quiz.js").unlink()
    (static / "try/service-worker.js").unlink()
    gone = ["assets/chunkwise/old/old.js", "assets/chunkwise/quiz/quiz.js", "try-service.js"]
    written, removed = copy_assets(docs)
    assert (written, sorted(removed)) == ([], sorted(docs / name for name in gone))
    assert not any((docs / name).exists() for name in [*gone, "assets/chunkwise/old"])
    assert all(file.read_text() == "theirs" for file in theirs)
    assert copy_assets(docs) == ([], [])


def test_a_list_that_somebody_has_changed_removes_nothing_elsewhere(tmp_path: Path, docs: Path) -> None:
    copy_assets(docs)
    for file in (tmp_path / "precious", docs / "index.md"):
        file.write_text("precious")
    names = ["../precious", "index.md", "assets/chunkwise/../../../precious", str(tmp_path / "precious"), "", "\0"]
    (docs / assets.LIST).write_text("\n".join(names))
    assert copy_assets(docs) == ([], [])
    assert (tmp_path / "precious").read_text() == (docs / "index.md").read_text() == "precious"
    assert (docs / assets.LIST).read_text().splitlines() == [name.as_posix() for name in files()]


@pytest.mark.parametrize("name", ["missing", "file", ""])
def test_what_is_no_folder_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    code, out, err = Project(tmp_path).run("assets", name or "file/below")
    assert (code, out) == (1, "")
    assert err.startswith(f"Error: {name or 'file/below'}: this folder doesn't exist\n  Give the folder of the pages")


def test_without_a_folder_the_command_says_how_it_is_used(tmp_path: Path) -> None:
    code, _, err = Project(tmp_path).run("assets")
    assert code == 2
    assert "Missing argument 'DIR'" in err


@pytest.mark.parametrize("where", ["assets", "assets/chunkwise/quiz", "try-service.js"])
def test_where_it_cannot_write_it_names_the_place_and_leaves_nothing_half_written(docs: Path, where: str) -> None:
    """A folder without permission would do for a user; whoever runs this as root may write everywhere."""
    blocked = docs / where
    blocked.parent.mkdir(parents=True, exist_ok=True)
    if where == "try-service.js":
        blocked.mkdir()
    else:
        blocked.write_text("in the way")
    with pytest.raises(AssetsError, match=r"cannot write here: (Not a|Is a) directory|File exists") as caught:
        copy_assets(docs)
    assert caught.value.file is not None
    assert caught.value.file.is_relative_to(blocked)
    assert caught.value.hint == assets.HINT
    assert not [file for file in docs.rglob(".*") if file.name != ".written"]


def test_a_folder_without_permission_is_named(tmp_path: Path, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs.chmod(0o555)
    if os.geteuid() == 0:  # to whom permissions mean nothing

        def refuse(path: Path, *args: object, **kwargs: object) -> None:
            raise PermissionError(13, "Permission denied", str(path))

        monkeypatch.setattr(Path, "mkdir", refuse)
    code, out, err = Project(tmp_path).run("assets", "docs")
    docs.chmod(0o755)
    assert (code, out) == (1, "")
    assert err.startswith("Error: docs/assets/chunkwise/base/anywhere.css: cannot write here: Permission denied\n")
    assert "Check the permissions" in err


def test_the_sites_own_files_are_those_of_the_package() -> None:
    """Pages and settings name them; what they name is there."""
    settings = (ROOT / "mkdocs.yml").read_text("utf-8").split()
    named = [Path(word) for word in settings if word.startswith("assets/chunkwise/")]
    assert len(named) > 5
    assert set(named) <= set(files())
