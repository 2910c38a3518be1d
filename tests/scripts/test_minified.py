"""What readers load of our styles and scripts: small, and the same program."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from chunkwise.errors import ChunkwiseError
from scripts import minified, tools
from scripts.minified import smaller
from tests.support.made import ROOT

STATIC = ROOT / "chunkwise/static"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small") / "chunkwise"
    shutil.copytree(STATIC, folder)
    smaller(folder)
    return folder


def test_scripts_and_styles_lose_what_is_there_for_their_authors(tmp_path: Path) -> None:
    script, styles = tmp_path / "one.js", tmp_path / "one.css"
    script.write_text(
        "// Why\nlet a = '// b'; // here\n/**\n * @param {x} x\n */\n"
        "export const f = (long) => /** @type {A} */ (long).go(a);\n"
    )
    styles.write_text('/* Why\n   this is. */\n\na > b,\nc::before {\n  content: "a  b"; /* not that */\n}\n')
    smaller(tmp_path)
    assert "// b" in script.read_text()
    assert not re.search(r"Why|here|@|long", script.read_text())
    assert styles.read_text().strip() == 'a>b,c:before{content:"a  b"}'


def test_what_one_script_asks_of_another_is_still_there(small: Path, tmp_path: Path) -> None:
    """Modules are asked for names. Whoever puts them all together looks whether these are there."""
    scripts = [str(file) for file in small.rglob("*.js") if file.parent.name != "vendor"]
    assert len(scripts) > 40
    command = [str(minified.ESBUILD), "--bundle", "--format=esm", f"--outdir={tmp_path}", "--log-level=warning"]
    done = subprocess.run([*command, *scripts], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_stage_is_one_file_and_shares_what_there_must_be_one_of(small: Path) -> None:
    text = (small / "stage/stage.js").read_text("utf-8")
    assert set(re.findall(r"from\"([^\"]*)\"", text)) >= {"../base/place.js", "../progress/progress.js"}
    assert not re.search(r"from\"\./", text)
    assert text.count("customElements.define") == 1


def test_all_is_smaller_and_what_came_small_is_left(small: Path) -> None:
    for file in small.rglob("*.*s"):
        before = STATIC / file.relative_to(small)
        if file.parent.name == "vendor":
            assert file.read_bytes() == before.read_bytes()
        elif file.suffix in (".js", ".css") and file.name != "stage.js":
            assert 0 < file.stat().st_size < before.stat().st_size, file


def test_a_script_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.js").write_text("let = ;;(\n")
    with pytest.raises(ChunkwiseError, match=r"(?s)cannot make.*broken\.js:1"):
        smaller(tmp_path)


def test_without_node_the_reader_of_the_message_knows_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.js").write_text("let a;\n")
    monkeypatch.setattr(tools, "ROOT", tmp_path)
    smaller(tmp_path)
    assert "make tools" in capsys.readouterr().err
    assert (tmp_path / "one.js").read_text() == "let a;\n"
