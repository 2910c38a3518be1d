"""Programs that leave something behind are found out, and programs that only use libraries are not."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from functools import cache

import pytest

from tests.support.covering import everything
from tests.support.hostile_programs import LEAVES
from tests.support.in_page import RUNNABLE, elsewhere
from tests.support.made import ROOT

ALONE = """
import asyncio, json, os, sys
from chunkwise.browser import entry

loads, dumps, run, write = json.JSONDecoder().decode, json.JSONEncoder().encode, asyncio.run, os.write
given, fork = loads(sys.stdin.read()), sys.argv[1] == "fork"
run(entry.run("x = 1", {"path": "/stream"}))
for name, source, asked in given:
    if fork and os.fork():
        os.wait()
        continue
    try:
        left = loads(run(entry.run(source, asked)))["patched"]
    except BaseException:
        left = ["broken"]
    write(1, f"{dumps([name, left])}\\n".encode())
    if fork:
        os._exit(0)
"""
AS_A_PAGE = """
import ast, asyncio, json, sys, types

call, source = json.loads(sys.stdin.read())
code = compile(call, "call", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
given = {"source": source, "asked": '{"path": "/stream"}', "checks": "[]", "name": "yours", "variant": "main"}
given |= {"prefix": "yours-", "beside": "", "emit": lambda text: None}


async def main():
    for live in (False, True, False):
        names = {**given, "live": live}
        await types.FunctionType(code, names)()
        from chunkwise.browser import entry
        print(json.dumps(json.loads(entry.now.result())["patched"]))


asyncio.run(main())
"""
"""Runs a program as a page does: with the text that the page has its Python run."""
CALL = re.compile(r"const CALL = `(.*?)`;", re.DOTALL)
BROKEN = "broken"
"""Python itself raised: the page ends it then, and the next program gets another one."""


def left(programs: Sequence[tuple[str, str, object]], how: str) -> dict[str, list[str]]:
    """Return what each program left, in a process of its own with ``fork``, or all in the same one."""
    command = [sys.executable, "-c", ALONE, how]
    with elsewhere():
        done = subprocess.run(command, input=json.dumps(programs), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(line) for line in done.stdout.splitlines() if line.startswith('["'))


@cache
def leaves() -> dict[str, list[str]]:
    return left([(name, source, {"path": "/stream"}) for name, (source, _) in LEAVES.items()], "fork")


@pytest.mark.parametrize("name", LEAVES)
def test_what_a_program_leaves_is_named(name: str) -> None:
    found = leaves()[name]
    assert LEAVES[name][1] in found or found == [BROKEN]


@pytest.mark.parametrize("each", [5, pytest.param(1, marks=everything)])
def test_no_example_of_any_lesson_leaves_anything(each: int) -> None:
    """Else each of its runs would cost a start of a new Python. A fifth of them has every kind of thing they use."""
    asked = [
        (f"{run.example.name} {run.name}", run.source, run.scenario.model_dump(mode="json", exclude_unset=True))
        for run in RUNNABLE[::each]
    ]
    names = left(asked, "together")
    assert len(names) == len(asked)
    # A page has no pydantic.v1, which Pydantic loads here for a class that it doesn't know.
    rest = {name: [one for one in left if not one.startswith("pydantic.v1")] for name, left in names.items()}
    changed = {name: one for name, one in rest.items() if one}
    assert {name: one for name, one in changed.items() if not name.startswith(WRITING)} == {}
    assert {operation for one in changed.values() for operation in one} <= {"open", "os.mkdir"}
    assert changed, "the projects that write files are among these"


WRITING = ("file_service/", "log_tail/")
"""Projects whose programs write files, for each of which a page starts a new Python."""


def test_what_the_page_itself_does_for_a_run_is_no_trace_of_the_program() -> None:
    """Else each run would start a new Python, and nobody would see more of it than that it takes long."""
    call = CALL.findall((ROOT / "chunkwise/static/try/run.js").read_text("utf-8"))
    assert len(call) == 1
    (plain,) = (run for run in RUNNABLE if (run.example.name, run.name) == ("streaming_responses/three_chunks", "main"))
    command = [sys.executable, "-c", AS_A_PAGE]
    done = subprocess.run(command, input=json.dumps([call[0], plain.source]), capture_output=True, text=True)
    assert done.stdout.splitlines() == ["[]"] * 3, done.stderr
