"""The pages that Try is measured against: other ways to run Python in a page, made of files of our own origin.

- JupyterLite, its REPL with the Pyodide kernel: built by ``jupyter lite build`` with Pyodide and all wheels that its
  kernel asks for beside it.
- pyodide-mkdocs-theme (5.7.0) cannot be served so: its scripts name another origin for Pyodide, jQuery, lodash,
  jQuery.terminal and Ace, and no setting moves them. In its place stands the least that such a page does: a button that
  loads stock Pyodide and prints. And the same page once more with FastAPI from stock wheels, which is what ours loads.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.runtime import build, downloads, locks

JUPYTERLITE = ("jupyterlite-core==0.8.6", "jupyterlite-pyodide-kernel==0.8.6", "jupyter-server==2.21.1")
ROOTS = ("micropip", "ipython", "jedi", "packaging")
"""What JupyterLite's kernel asks Pyodide's own distribution for."""
BESIDE = "comm==0.2.3"
"""What it asks the package index for."""

HTML = '<!doctype html><meta charset="utf-8"><title>Python</title><script type="module" src="{script}"></script>'
HTML += "<button>Run</button><pre></pre>"
SCRIPT = """
const wheels = %s
document.querySelector("button").onclick = async () => {
  const { loadPyodide } = await import("./pyodide.mjs")
  const line = (textContent) => {
    document.querySelector("pre").append(Object.assign(document.createElement("b"), { textContent }))
  }
  const packed = wheels.map(async (name) => (await fetch(name)).arrayBuffer())
  const python = await loadPyodide({ indexURL: new URL("./", location.href).href, stdout: line })
  for (const wheel of packed) python.unpackArchive(await wheel, "wheel")
  if (wheels.length) python.runPython("import fastapi")
  python.runPython("print(1)")
}
"""


def stock(site: Path) -> None:
    """Write ``stock/print.html`` and ``stock/fastapi.html`` into a site, with all that they load."""
    folder = site / "stock"
    shutil.copytree(downloads.pyodide(build.CACHE), folder)
    wheels = list(downloads.wheels(build.CACHE, locks.read(build.HERE / "wheels.txt")).values())
    for wheel in wheels:
        shutil.copy(wheel, folder)
    for name, loaded in (("print", []), ("fastapi", [wheel.name for wheel in wheels])):
        (folder / f"{name}.html").write_text(HTML.format(script=f"{name}.js"), "utf-8")
        (folder / f"{name}.js").write_text(SCRIPT % json.dumps(loaded), "utf-8")


def jupyterlite(site: Path) -> None:
    """Write JupyterLite's REPL into ``lite/`` of a site."""
    tools = build.CACHE.parent / f"jupyterlite-{JUPYTERLITE[0].partition('==')[2]}"
    if not (tools / "wheels" / "whole").exists():
        shutil.rmtree(tools, ignore_errors=True)
        _run([sys.executable, "-m", "venv", str(tools)])
        _run([str(tools / "bin/pip"), "install", "--quiet", *JUPYTERLITE])
        _fetch(tools, [f"{one['name']}=={one['version']}" for one in _wanted()] + [BESIDE])
        (tools / "wheels" / "whole").touch()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        pyodide = work / "static/pyodide"
        shutil.copytree(downloads.pyodide(build.CACHE), pyodide)
        (work / "pypi").mkdir()
        for wheel in (tools / "wheels").glob("*.whl"):
            shutil.copy(wheel, work / "pypi" if wheel.name.startswith("comm-") else pyodide)
        _pin(pyodide)
        own = {"@jupyterlite/pyodide-kernel-extension:kernel": {"disablePyPIFallback": True}}
        config = {"jupyter-lite-schema-version": 0, "jupyter-config-data": {"litePluginSettings": own}}
        (work / "jupyter-lite.json").write_text(json.dumps(config), "utf-8")
        command = [str(tools / "bin/jupyter"), "lite", "build", "--lite-dir", ".", "--apps", "repl"]
        _run([*command, "--output-dir", str(site / "lite")], work)


def _wanted() -> list[dict[str, str]]:
    """Return the packages that the kernel needs of Pyodide's distribution, which npm's package only lists."""
    listed = json.loads((downloads.pyodide(build.CACHE) / "pyodide-lock.json").read_text("utf-8"))["packages"]
    found: dict[str, dict[str, str]] = {}
    ahead = [*ROOTS]
    while ahead:
        name = ahead.pop().lower().replace("_", "-")
        if name in listed and name not in found:
            found[name] = listed[name]
            ahead += listed[name]["depends"]
    return list(found.values())


def _fetch(tools: Path, names: list[str]) -> None:
    command = [str(tools / "bin/pip"), "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    _run([*command, "--python-version=3.14", "--dest", str(tools / "wheels"), *names])


def _pin(pyodide: Path) -> None:
    """Let Pyodide's list name the digests of the package index's files; its own builds differ in them alone."""
    file = pyodide / "pyodide-lock.json"
    lock = json.loads(file.read_text("utf-8"))
    for one in lock["packages"].values():
        wheel = pyodide / one["file_name"]
        if wheel.exists():
            one["sha256"] = hashlib.sha256(wheel.read_bytes()).hexdigest()
    file.write_text(json.dumps(lock), "utf-8")


def _run(command: list[str], folder: Path | None = None) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, (done.stderr or done.stdout)[-2000:]
