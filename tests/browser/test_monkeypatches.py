"""Programs that change a library are found out, and programs that only use libraries are not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import starlette.responses
from fastapi import FastAPI
from starlette.responses import StreamingResponse

from chunkwise.browser.monkeypatches import Libraries
from tests.support.page_entry import streaming, told

PATCHES = {
    "a function of a module": ("time.time = lambda: 0.0", "time.time"),
    "a builtin": ("import builtins; builtins.print = lambda *a: None", "builtins.print"),
    "a method": ("StreamingResponse.stream_response = None", "starlette.responses.StreamingResponse.stream_response"),
    "a method that is inherited": (
        "StreamingResponse.render = lambda self, content: b''",
        "starlette.responses.StreamingResponse.render",
    ),
    "a class": (
        "import starlette.responses; starlette.responses.PlainTextResponse = None",
        "starlette.responses.PlainTextResponse",
    ),
    "a function that is removed": ("import json; del json.dumps", "json.dumps"),
}


@contextmanager
def restored() -> Iterator[None]:
    """Put back what the programs here change, as the page does by a Python of its own for the next run."""
    owners = (json, asyncio, starlette.responses)
    import builtins
    import time

    before = {owner: dict(vars(owner)) for owner in (*owners, builtins, time)}
    stream = StreamingResponse.stream_response
    try:
        yield
    finally:
        for owner, attributes in before.items():
            vars(owner).update(attributes)
        StreamingResponse.stream_response = stream  # type: ignore[method-assign]
        if "render" in vars(StreamingResponse):
            del StreamingResponse.render


@pytest.mark.parametrize(("patch", "found"), PATCHES.values(), ids=PATCHES)
def test_what_a_program_changes_is_named(patch: str, found: str) -> None:
    libraries = Libraries()
    libraries.see()
    with restored():
        exec(f"import time\nfrom starlette.responses import StreamingResponse\n{patch}", {})
        changed = libraries.changed()
    assert found in changed
    assert libraries.changed() == []


def test_the_page_is_told_of_it() -> None:
    source = streaming("yield 'a'", before="StreamingResponse.render = lambda self, content: b''\n")
    with restored():
        assert told(source)["patched"] == ["starlette.responses.StreamingResponse.render"]
    assert told(streaming("yield 'a'"))["patched"] == []


def test_what_libraries_keep_for_themselves_is_no_change() -> None:
    libraries = Libraries()
    libraries.see()
    FastAPI().openapi()
    json._default_decoder = json.JSONDecoder()  # type: ignore[attr-defined]
    asyncio.new = 1  # type: ignore[attr-defined]
    del asyncio.new  # type: ignore[attr-defined]
    assert libraries.changed() == []
