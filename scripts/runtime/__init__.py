"""Python and FastAPI for the reader's own browser, made from pinned packages, because 26 MB have no place in git.

    npm, pip --(digests checked)--> Pyodide under Node.js: compile, prune, pack --> docs/assets/runtime/

`make runtime` does it, and does nothing while what it is made of is unchanged. A file's name carries its digest, so
that a host and a browser may keep it forever and a new build costs a reader only what changed.
"""
