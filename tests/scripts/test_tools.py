"""What the tests need and no Python package brings: `make tools` provides it, and a test that lacks it says so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chunkwise.errors import ChunkwiseError
from chunkwise.recording import chromium as looked_for
from scripts import chromium, debian, tools


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that has nothing, and a project that was never set up there."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(tools, "ROOT", tmp_path)
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "bin").mkdir()
    return tmp_path


def command(bare: Path, name: str, text: str = "exit 0") -> None:
    file = bare / "bin" / name
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)


def test_what_is_missing_is_said_with_the_command_that_brings_it(bare: Path) -> None:
    assert "make tools" in (tools.missing_curl() or "")
    assert "make tools" in (tools.missing_node() or "")
    assert "make tools" in (tools.missing_redis() or "")


def test_packages_that_are_older_than_their_lock_are_missing(bare: Path) -> None:
    command(bare, "curl")
    command(bare, "node")
    assert tools.missing_curl() is None
    assert tools.missing_node() is not None
    installed = bare / "node_modules/.package-lock.json"
    installed.parent.mkdir()
    installed.write_text("{}")
    os.utime(bare / "package-lock.json", (1, 1))
    assert tools.missing_node() is None
    os.utime(installed, (0, 0))
    assert tools.missing_node() is not None


def test_what_cannot_be_installed_is_an_error_that_says_how(bare: Path) -> None:
    with pytest.raises(ChunkwiseError, match="Install curl"):
        tools.provide()


def test_a_package_is_installed_where_we_may(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    command(bare, "apt-get", f'case "$*" in *curl*) echo > {bare}/bin/curl; /bin/chmod +x {bare}/bin/curl;; esac')
    debian.install("curl")
    assert tools.missing_curl() is None
    assert "apt-get install" in capfd.readouterr().err


def test_looking_for_a_browser_installs_none(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROME", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(looked_for, "PLACES", ())
    monkeypatch.setattr(looked_for, "playwrights_own", lambda: str(bare / "none"))
    command(bare, "apt-get", f"echo > {bare}/asked")
    assert looked_for.look() is None
    assert not (bare / "asked").exists()
    command(bare, "chromium")
    assert looked_for.look() == str(bare / "bin/chromium")


def test_a_browser_without_a_window_is_installed_beside_one_that_has_one(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHROME", raising=False)
    command(bare, "chromium")
    monkeypatch.setattr(os, "geteuid", lambda: 1)
    assert chromium.find() == str(bare / "bin/chromium")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    command(bare, "apt-get", f"echo >> {bare}/asked")
    assert chromium.find() == str(bare / "bin/chromium"), "what cannot be had is done without"
    shell = bare / "bin/chromium-headless-shell"
    command(bare, "apt-get", f'case "$*" in *headless*) /bin/cp {bare}/bin/chromium {shell};; esac')
    assert chromium.find() == str(shell)
    command(bare, "apt-get", f"echo > {bare}/asked-again")
    assert chromium.find() == str(shell)
    assert not (bare / "asked-again").exists()
