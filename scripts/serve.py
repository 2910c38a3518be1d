"""The site while someone writes: records what is stale, builds, reloads the browser, and does it again at each change.

`mkdocs serve` does the building and reloading, as a child. It watches the pages, and one folder of ours that changes
after each recording. Were it to watch the examples themselves, it would build between an edit and its recording, and
say that the recording is stale.
"""

from __future__ import annotations

import argparse
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

BIN = Path(sys.executable).parent
CACHE = Path(".cache/serve")
DONE = CACHE / "recorded" / "at"
CONFIG = CACHE / "mkdocs.yml"
PAUSE = 0.2  # seconds between two looks at the files; a look at 2,000 of them takes about 10 ms


def config() -> str:
    """Return the site's settings with other places to watch. Paths in it are relative to the folder of the file."""
    up = "../.."
    return f"INHERIT: {up}/mkdocs.yml\ndocs_dir: {up}/docs\nwatch:\n  - recorded\n"


def files(*patterns: str) -> Iterator[Path]:
    for pattern in patterns:
        yield from Path().glob(pattern)


def seen(*patterns: str) -> dict[Path, int]:
    """Return when each file was changed last. Files come and go while we look."""
    times = {}
    for file in files(*patterns):
        try:
            times[file] = file.stat().st_mtime_ns
        except FileNotFoundError:
            continue
    return times


def examples() -> dict[Path, int]:
    return seen("examples/*/*/app.py", "examples/*/*/scenario.toml", "examples/*/*/measurements.json")


def tool() -> dict[Path, int]:
    return seen("chunkwise/**/*.py", "mkdocs.yml")


def static() -> dict[Path, int]:
    return seen("chunkwise/static/*/*")


def pages() -> dict[Path, int]:
    return seen("docs/**/*")


def record() -> None:
    """Record what is stale. What goes wrong has been said by the command, and the author is still writing."""
    subprocess.run([BIN / "chunkwise", "record", "--stale"])
    DONE.write_text(f"{time.time()}\n")


def copy_static() -> None:
    """Copy the scripts and styles that have changed to where the child finds them, and sees that they have."""
    subprocess.run([BIN / "chunkwise", "assets", "docs"])


def free_port(port: int) -> int:
    for candidate in range(port, port + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
            return candidate
    sys.exit(f"No free port between {port} and {port + 99}.")


def start(port: int) -> subprocess.Popen[bytes]:
    # `--livereload` says what is the default: with some versions of click, MkDocs 1.6.1 otherwise forgets it.
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", f"127.0.0.1:{port}"]
    # A session of its own: Ctrl-C reaches us alone, and we end the child.
    return subprocess.Popen([*command, "--config-file", str(CONFIG)], start_new_session=True)


def stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(5)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def serve(port: int) -> None:
    DONE.parent.mkdir(parents=True, exist_ok=True)
    CONFIG.write_text(config())
    was_examples, was_tool, was_pages = examples(), tool(), pages()
    was_static = static()
    copy_static()
    record()
    child = start(port)
    try:
        while True:
            time.sleep(PAUSE)
            if (now := examples()) != was_examples:
                was_examples = now
                record()
            if (now := static()) != was_static:
                was_static = now
                copy_static()
            ended = child.poll() is not None
            if ended and (now := pages()) != was_pages:
                was_pages = now
                child = start(port)
            # The child has our package imported, so a change in it needs another child.
            elif (now := tool()) != was_tool:
                was_tool = now
                record()
                stop(child)
                child = start(port)
    finally:
        stop(child)


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    parser = argparse.ArgumentParser(description="Serve the site and keep it fresh.")
    parser.add_argument("--port", type=int, default=8000)
    signal.signal(signal.SIGTERM, interrupt)
    try:
        serve(free_port(parser.parse_args().port))
    except KeyboardInterrupt:
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
