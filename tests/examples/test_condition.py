"""Conditions in a scenario: what they stand for, and what is wrong with one that can't be run."""

from __future__ import annotations

from pathlib import Path

import pytest

from chunkwise.errors import ScenarioError
from chunkwise.examples.condition import Condition, expanded, said
from chunkwise.examples.scenario import load_scenario

FILE = Path("scenario.toml")
HEAD = """title = "T"

[[client]]
script = [{ send = "GET /" }, { read = "all" }]

[variants.two]
title = "Two clients"
client = [
    { name = "a", script = [{ send = "GET /" }] },
    { name = "b", script = [{ send = "GET /" }] },
]

[variants.other]
title = "Other"
"""
FIRST = HEAD.count("\n") + 1
"""The line of what follows."""


def conditions(text: str) -> list[Condition]:
    return list(expanded(load_scenario(FILE, HEAD + text).condition))


def test_what_a_table_lists_is_combined_and_each_variant_begins_with_its_plain_run() -> None:
    found = conditions(
        '[[condition]]\nvariant = ["main", "other"]\nserver = ["granian", "hypercorn"]\nloop = "uvloop"\n'
    )
    assert [said(one) for one in found] == [
        "uvicorn, asyncio",
        "granian, uvloop",
        "hypercorn, uvloop",
        "other: uvicorn, asyncio",
        "other: granian, uvloop",
        "other: hypercorn, uvloop",
    ]
    assert [one.is_plain for one in found] == [True, False, False, True, False, False]


def test_versions_are_one_set_and_that_of_the_loop_is_one_of_them() -> None:
    _, found = conditions('[[condition]]\nversions = ["starlette==1.0", "fastapi==0.118"]\nloop = "uvloop==0.22.1"\n')
    assert found.pins == ("fastapi==0.118", "starlette==1.0", "uvloop==0.22.1")


def test_same_is_what_differs_in_nothing() -> None:
    assert conditions('[[condition]]\nloop = "uvloop"\nexpects = "same"\n')[1].expects == {}


BAD = {
    'server = "apache"': "condition.server: Input should be 'uvicorn'",
    'loop = "trio"': 'write "asyncio", "uvloop", or uvloop with a version',
    'versions = ["fastapi"]': "write a package with its version",
    'versions = ["fastapi>=0.1"]': "write a package with its version",
    'versions = ["uvloop==0.22.1"]': "name the version of uvloop as the loop",
    'proxy = "nginx"': "a proxy needs a configuration",
    'configuration = "nginx.conf"': "a configuration its proxy",
    'proxy = "nginx"\nconfiguration = "../nginx.conf"': "write the name of a file beside scenario.toml",
    'server = "granian"\nhttp = "httptools"': "only Uvicorn has a choice of HTTP parsers",
    'server = "testclient"\nloop = "uvloop"': "a test client replaces the server, the loop and the proxy",
    'loop = "uvloop"\nexpects = { speed = "high" }': "there is no fact 'speed'",
    'loop = "uvloop"\nexpects = "other"': 'write "same", or the facts that differ',
    'sever = "granian"': "unknown key 'sever'",
    'loop = "asyncio"': "plain Uvicorn on asyncio needs no table: all others are compared with it",
    'variant = "thrid"\nloop = "uvloop"': "there is no variant 'thrid'",
    'variant = "two"\nloop = "uvloop"': "a condition has one client, and 'two' has 2",
}


@pytest.mark.parametrize("text", BAD)
def test_a_condition_that_cannot_be_run_is_named_with_its_line(text: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        conditions(f"\n[[condition]]\n{text}\n")
    assert BAD[text] in str(caught.value)
    assert caught.value.line in range(FIRST + 1, FIRST + 4)
    assert caught.value.hint


def test_all_mistakes_of_conditions_are_told_at_once() -> None:
    text = '[[condition]]\nloop = "trio"\n\n[[condition]]\nserver = "apache"\n\n[[condition]]\nproxy = "caddy"\n'
    with pytest.raises(ScenarioError) as caught:
        conditions(text)
    told = str(caught.value)
    lines = [line for line in told.splitlines() if line.startswith("scenario.toml:")]
    assert [line.split(":")[1] for line in lines] == [str(FIRST + 1), str(FIRST + 4), str(FIRST + 6)]


def test_a_combination_that_is_said_twice_is_told_beside_other_mistakes() -> None:
    text = '[[condition]]\nloop = "uvloop"\n\n[[condition]]\nloop = ["uvloop"]\n\n[[condition]]\nloop = "asyncio"\n'
    with pytest.raises(ScenarioError) as caught:
        conditions(text)
    assert f":{FIRST + 3}: the [[condition]] number 1 already has this: uvicorn, uvloop" in str(caught.value)
    assert f":{FIRST + 6}: plain Uvicorn" in str(caught.value)
