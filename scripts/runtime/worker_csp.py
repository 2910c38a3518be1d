"""The Content-Security-Policy of the workers in which programs run and the search does, for whatever serves the site.

A worker has the policy that its own script came with. So what WebAssembly needs is allowed there and on no page, and
all else that a page may do, the worker may not.
"""

from __future__ import annotations

WORKERS = ("/chunkwise/try/worker.js", "/chunkwise/search/worker.js")
WORKER = "default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'"


def policy_of(path: str, page: str) -> str:
    """Return the policy to send with the file at ``path``; ``page`` is the one of every other file."""
    return WORKER if path.partition("?")[0].endswith(WORKERS) else page
