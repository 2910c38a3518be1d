"""The built site behind a server like the one that readers get it from: compressed, cached, with the strict policy."""

from __future__ import annotations

import functools
import gzip
import mimetypes
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from benchmarks import sites
from chunkwise.authoring.assets import copy_assets
from chunkwise.conditions.processes import free_port
from scripts.csp import policy
from scripts.loopback import LoopbackServer
from scripts.postprocess import finish
from scripts.runtime.worker_csp import policy_of
from scripts.search import index

COMPRESSED = {".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".xml", ".zip"}


@contextmanager
def served(folder: Path, port: int = 0, rule: str | None = None) -> Iterator[str]:
    """Serve what is in ``folder`` on loopback and yield the address, with a slash at the end.

    ``rule`` is the policy for what is none of ours; an empty one allows everything.
    """
    handler = functools.partial(_Handler, folder=folder, policy=policy(folder) if rule is None else rule)
    server = LoopbackServer(handler, port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def site(folder: Path, config: Path = Path("mkdocs.yml"), *, small: bool = False) -> Iterator[str]:
    """Build a site as ``make build`` does, for the address at which it is then served; yield that address.

    A ``small`` one has one lesson and no notebook.
    """
    if small:
        config = sites.one_lesson(folder / "project")
        folder = folder / "site"
    port = free_port()  # the pages name their own address, so it must be known before there is a server
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "CHUNKWISE_SITE_URL": f"http://localhost:{port}/"}
    copy_assets(Path("docs"))
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(config)]
    done = subprocess.run(
        [*command, "--site-dir", str(folder)], env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    finish(folder)
    index(folder)
    with served(folder, port) as address:
        yield address


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, folder: Path, policy: str) -> None:
        self.folder, self.policy = folder, policy
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = self.folder / self.path.partition("?")[0].lstrip("/")
        file = path / "index.html" if path.is_dir() else path
        found = file.is_file()
        file = file if found else self.folder / "404.html"
        body = file.read_bytes() if file.exists() else b""
        self.send_response(200 if found else 404)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        if file.suffix in COMPRESSED:
            body = _compressed(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache" if file.suffix == ".html" else "max-age=600")
        self.send_header("Content-Security-Policy", policy_of(self.path, self.policy))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@functools.cache
def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)
