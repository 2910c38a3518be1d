"""The runtime of the Try pages, as far as it can be told without building it: what is pinned, when it is stale, what is
said when something is missing. `browser/test_runtime.py` runs what was built.
"""

from __future__ import annotations

import json
import marshal
import os
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from chunkwise.errors import ChunkwiseError
from scripts.runtime import build, downloads, locks, packing, sources
from scripts.runtime.locks import Wheel
from scripts.runtime.whole_library import Rest
from tests.support.made import ROOT
from tests.support.packed import imported

DIGEST = "0" * 64


def test_what_runs_in_a_page_has_the_versions_that_made_the_recordings() -> None:
    pinned = {wheel.name: wheel.version for wheel in locks.read(ROOT / "scripts/runtime/wheels.txt")}
    constraints = dict(
        line.partition(" ;")[0].lower().replace("_", "-").split("==")
        for line in (ROOT / "constraints.txt").read_text().splitlines()
        if not line.startswith("#")
    )
    assert pinned["fastapi"]
    assert pinned == {name: constraints[name] for name in pinned}


def test_a_lock_file_names_exact_versions_with_digests(tmp_path: Path) -> None:
    file = tmp_path / "wheels.txt"
    file.write_text(f"# pinned\nh11==0.16.0 --hash=sha256:{DIGEST}\n")
    assert locks.read(file) == [Wheel("h11", "0.16.0", DIGEST)]


@pytest.mark.parametrize(
    ("second", "what"),
    [
        ("h11>=0.16", "no exact version with a digest"),
        (f"h11==0.16.0 --hash=sha256:{DIGEST}", "`h11` is pinned twice"),
    ],
)
def test_a_line_that_pins_nothing_is_named(tmp_path: Path, second: str, what: str) -> None:
    file = tmp_path / "wheels.txt"
    file.write_text(f"h11==0.16.0 --hash=sha256:{DIGEST}\n{second}\n")
    with pytest.raises(ChunkwiseError, match=what) as raised:
        locks.read(file)
    assert raised.value.line == 2


def test_a_file_with_another_digest_is_not_taken_and_both_digests_are_shown(tmp_path: Path) -> None:
    (tmp_path / "typing_extensions-4.16.0-py3-none-any.whl").write_bytes(b"changed on the way")
    wheel = Wheel("typing-extensions", "4.16.0", DIGEST)
    assert locks.present(tmp_path, [wheel]) == {}
    [said] = locks.wrong(tmp_path, [wheel])
    assert DIGEST in said
    assert "typing-extensions 4.16.0" in said
    assert locks.digest(tmp_path / "typing_extensions-4.16.0-py3-none-any.whl") in said


def test_a_package_that_differs_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def download(command: list[str], failed: str, cwd: Path | None = None) -> str:
        (Path(command[command.index("--dest") + 1]) / "h11-0.16.0-py3-none-any.whl").write_bytes(b"changed")
        return ""

    monkeypatch.setattr(downloads, "run", download)
    with pytest.raises(ChunkwiseError, match="not the one that was pinned"):
        downloads.wheels(tmp_path, [Wheel("h11", "0.16.0", DIGEST)])
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_a_tool_that_fails_is_quoted_on_one_screen() -> None:
    command = [
        sys.executable,
        "-c",
        "import sys; print('\\n'.join(map(str, range(999))), file=sys.stderr); sys.exit(1)",
    ]
    with pytest.raises(ChunkwiseError, match="pip could not get the packages") as raised:
        downloads.run(command, "pip could not get the packages")
    assert "998" in str(raised.value)
    assert len(str(raised.value).splitlines()) < 20


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which nothing was made, and no tool is installed. Returns where the site's files go."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(build, "CACHE", tmp_path / "cache")
    return tmp_path / "out"


def test_without_node_the_message_says_how_to_get_it(bare: Path) -> None:
    with pytest.raises(ChunkwiseError, match=r"Node\.js is not installed") as raised:
        downloads.node(install=True)
    assert "make runtime" in str(raised.value)


def test_without_node_the_page_is_told_why_nothing_runs(bare: Path) -> None:
    try:
        downloads.node()
    except ChunkwiseError as error:
        build.excuse(error, bare)
    missing = json.loads((bare / "manifest.json").read_text())["missing"]
    assert "Node.js" in missing["what"]
    assert "make runtime" in missing["hint"]


def test_an_older_runtime_is_better_than_an_excuse(tmp_path: Path) -> None:
    _published(tmp_path)
    build.excuse(ChunkwiseError("There is no network."), tmp_path)
    assert build.current(tmp_path)["files"]


def test_a_file_that_is_gone_or_cut_short_makes_the_runtime_stale(tmp_path: Path) -> None:
    manifest = _published(tmp_path)
    assert build.current(tmp_path) == manifest
    packed = tmp_path / manifest["files"]["library"]["file"]
    packed.write_bytes(packed.read_bytes()[:-1])
    assert build.current(tmp_path) == {}
    packed.unlink()
    assert build.current(tmp_path) == {}


def test_the_name_of_a_file_changes_with_its_content_and_the_old_one_goes(tmp_path: Path) -> None:
    old = _published(tmp_path, b"old")
    new = _published(tmp_path, b"new")
    assert old["build"] != new["build"]
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(
        ["manifest.json", new["files"]["library"]["file"]]
    )


def test_a_build_that_is_stopped_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = _published(tmp_path, b"old")

    def stopped(file: Path, data: bytes) -> None:
        if file.name == "manifest.json":
            raise KeyboardInterrupt
        file.write_bytes(data)

    monkeypatch.setattr(build, "write", stopped)
    with pytest.raises(KeyboardInterrupt):
        _published(tmp_path, b"new")
    assert build.current(tmp_path) == manifest
    assert len(list(tmp_path.iterdir())) == 2


def test_what_is_packed_is_what_a_run_in_a_page_imports() -> None:
    beside = {sources.BESIDE, *sources.markupsafe().values()}
    assert {name: path for name, path in sources.files().items() if path not in beside} == imported()


def test_markupsafe_is_packed_as_source_that_needs_no_extension(tmp_path: Path) -> None:
    files = sources.markupsafe()
    assert {*sources.MARKUPSAFE} < set(files)
    assert [name for name in files if "LICENSE" in name]
    packing.write(tmp_path / "pack.zip", packing.of_sources(files))
    seen = "import markupsafe; print(markupsafe.__file__, markupsafe._escape_inner.__module__, markupsafe.escape('<'))"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "pack.zip")}
    done = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.split() == [str(tmp_path / "pack.zip/markupsafe/__init__.py"), "markupsafe._native", "&lt;"]
    assert len(zlib.compress((tmp_path / "pack.zip").read_bytes())) < 5_000


def test_only_what_is_imported_at_once_is_rehearsed(tmp_path: Path) -> None:
    file = tmp_path / "app.py"
    file.write_text(
        "import json\nfrom typing import TYPE_CHECKING\nfrom chunkwise import events\n"
        "if TYPE_CHECKING:\n    import turtle\ntry:\n    import zlib\nexcept ImportError:\n    pass\n"
        "def later():\n    import ssl\n"
    )
    assert sources.imports([file]) == ["json", "typing", "zlib"]


def test_a_program_that_needs_more_than_fastapi_is_not_packed_for(tmp_path: Path) -> None:
    said = {"plain": "", "needs": 'requires = ["openai"]', "asks": 'upstream = "upstream.py"', "several": ""}
    for name, line in said.items():
        folder = tmp_path / "examples" / "lesson" / name
        folder.mkdir(parents=True)
        (folder / "app.py").write_text("import beside\n" if name == "several" else "import json\n")
        (folder / "beside.py").write_text("")
        (folder / "scenario.toml").write_text(f'title = "A title"\n{line}\n')
    assert [file.parent.name for file in sources.examples(tmp_path)] == ["plain"]


def test_packed_modules_keep_their_asserts_and_lose_their_docstrings() -> None:
    source = (
        b'"""Why."""\nfrom __future__ import annotations\nclass C:\n    """A."""\nassert not C.__doc__\nassert 0, 1'
    )
    name, data = packing.compiled("m.py", source)
    assert name == "m.pyc"
    assert b"Why." not in data
    with pytest.raises(AssertionError) as raised:
        exec(marshal.loads(data[16:]), {"__name__": "m"})
    assert raised.value.args == (1,)


def test_a_module_that_reads_its_own_source_stays_as_it_is() -> None:
    assert packing.compiled("m.py", b"install_lazy_importer()\n") == ("m.py", b"install_lazy_importer()\n")


def test_the_same_files_make_the_same_pack(tmp_path: Path) -> None:
    entries = [("b.py", b"2"), ("a.py", b"1")]
    packing.write(tmp_path / "one.zip", entries)
    packing.write(tmp_path / "two.zip", reversed(entries))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert zipfile.ZipFile(tmp_path / "one.zip").namelist() == ["a.py", "b.py"]


def test_the_rest_of_the_library_is_loaded_for_what_is_in_it_and_once() -> None:
    loads: list[str] = []

    def load(path: str) -> bool:
        loads.append(path)
        return True

    rest = Rest({"json", "wave"}, "/lib/python.zip", load)
    assert rest.find_spec("nowhere") is None
    assert loads == []
    found = rest.find_spec("json")
    assert found is not None
    rest.find_spec("wave")
    assert loads == ["/lib/python.zip"]


def test_offline_an_import_from_the_rest_says_what_it_lacks() -> None:
    with pytest.raises(ImportError, match="`wave` is in a part of Python that could not be loaded"):
        Rest({"wave"}, "/lib/python.zip", lambda path: False).find_spec("wave")


def test_the_command_ends_with_1_when_something_is_missing_and_with_0_where_it_is_optional() -> None:
    program = (
        "import sys\n"
        "from chunkwise.errors import ChunkwiseError\nfrom scripts.runtime import __main__ as command, build\n"
        "def fail(**_):\n    raise ChunkwiseError('Node.js is not installed.', hint='Install it.')\n"
        "build.build, build.excuse = fail, lambda error: None\nsys.exit(command.main())"
    )
    codes = []
    for arguments in ([], ["--optional"]):
        done = subprocess.run([sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True)
        assert "Node.js is not installed.\n  Install it." in done.stderr
        codes.append(done.returncode)
    assert codes == [1, 0]


def _published(out: Path, content: bytes = b"content") -> build.Manifest:
    part = out.parent / "library.zip"
    part.write_bytes(content)
    return build.publish({"library": part}, {"inputs": {}, "versions": {}}, out)
