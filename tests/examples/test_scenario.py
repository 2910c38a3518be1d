"""What a scenario can say, and the line that is named when it says something else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import h11
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chunkwise.errors import ScenarioError
from chunkwise.examples.scenario import Action, Scenario, Variant, load_scenario
from chunkwise.examples.toml_positions import line_at, positions

FILE = Path("scenario.toml")

GOOD = """\
title = "watch, script, client, send, serach"  # every word occurs before its key does
watch = ["i"]

[[client]]
name = "first"
script = [{ send = "GET /" }, { read = "all" }]

[[client]]
name = "second"
script = [
    { send = "POST /", headers = { A = "b" }, body = "x" },
    { wait = "first", pieces = 2 },
    { read = 1 },
    { wait = "server" },
    { pause = 0.1 },
    { hang_up = true },
]

[limits]
seconds = 1

[variants.other]
title = "Other"
replace = [
    { old = "range(3)", new = "range(5)" },
]

[[variants.other.client]]
script = [{ send = "GET /" }]
"""

# fmt: off
BAD = {
    "a key that nobody knows": (("seconds = 1", "secnods = 1"), 20, "unknown key 'secnods'", "Did you mean 'seconds'?"),
    "such a key in an action": (("read = 1", "raed = 1"), 13, "unknown key 'raed'", "Did you mean 'read'?"),
    "such a key at the top": (('watch = ["i"]', "\nzzzz = 1"), 3, "unknown key 'zzzz'", "Remove it."),
    "no title": (('title = "watch', '# title = "watch'), 1, "the key 'title' is missing", "Add it."),
    "no title of a variant": (('title = "Other"', ""), 22, "the key 'title' is missing", "Add it."),
    "a title that is a number": (('title = "Other"', "title = 5"), 23, "variants.other.title: Input should be", "Mend"),
    "two verbs": (("read = 1", 'read = 1, send = "GET /"'), 13, "exactly one of send, part, end_body, read", "Mend"),
    "no verb": (("{ read = 1 }", "{ pieces = 1 }"), 13, "exactly one of send, part, end_body, read", "Mend"),
    "an unknown amount": (("read = 1", 'read = "some"'), 13, 'write a number of pieces, "headers" or "all"', "Mend"),
    "an amount of none": (("read = 1", "read = 0"), 13, 'write a number of pieces, "headers" or "all"', "Mend"),
    "an amount that is true": (("read = 1", "read = true"), 13, 'write a number of pieces, "headers" or "all"', "Mend"),
    "a request that is none": (('"POST /"', '"POST"'), 11, 'write it as "GET /path"', "Mend"),
    "a header that is none": (('A = "b"', 'A = "b\\nc"'), 11, "this is not a request: Illegal header value", "Mend"),
    "a pause for ever": (("pause = 0.1", "pause = 1000"), 15, "client.script.pause: Input should be less", "Mend"),
    "a hang-up that is not": (("hang_up = true", "hang_up = false"), 16, "client.script.hang_up: Input", "Mend"),
    "a reconnect that is not": (("hang_up = true", "reconnect = false"), 16, "client.script.reconnect: Input", "Mend"),
    "nobody to wait for": (('wait = "first"', 'wait = "thrid"'), 12, "no other client is called 'thrid'", "'first'"),
    "itself to wait for": (('wait = "first"', 'wait = "second"'), 12, "no other client is called 'second'", "'first'"),
    "two clients of a name": (('"second"', '"first"'), 9, "two clients are called 'first'", "a name of its own"),
    "a client called server": (('"second"', '"server"'), 9, "a client cannot be called 'server'", "Rename it."),
    "an empty script": (('script = [{ send = "GET /" }]\n', "script = []\n"), 29, "client.script: Tuple", "Mend"),
    "a read before any send": (('{ send = "GET /" }]\n', "{ read = 1 }]\n"), 29, "has not sent anything", "Put a s"),
    "a variant called main": (("variants.other", "variants.main"), 22, "cannot be called 'main'", "Rename"),
    "a variant with a space": (("[variants.other]", '[variants."an other"]'), 22, "an other: use letters", "Mend"),
    "a variant of markup": (("[variants.other]", '[variants."<b>"]'), 22, "variants.<b>: use letters", "Mend"),
    "a variant that leads out": (("[variants.other]", '[variants."../x"]'), 22, "variants.../x: use letters", "Mend"),
    "a variant without a name": (("[variants.other]", '[variants.""]'), 22, "use letters", "Mend"),
    "a client with a space": (('"second"', '"the second"'), 9, "client.name: use letters, digits", "Mend"),
    "a client of markup": (('"second"', "'\"><img src=x>'"), 9, "client.name: use letters, digits", "Mend"),
    "a client like an option": (('"second"', '"-second"'), 9, "and begin with a letter or a digit", "Mend"),
    "a client of other letters": (('"second"', '"zwölf"'), 9, "client.name: use letters, digits", "Mend"),
    "a client without a name": (('"second"', '""'), 9, "client.name: use letters, digits", "Mend"),
    "a tiny buffer": (('title = "Other"', 'title = "Other"\nsend_buffer = -5'), 24, "send_buffer: Input sho", "Mend"),
    "a tiny buffer at the top": (('watch = ["i"]', "send_buffer = 1023"), 2, "send_buffer: Input should be", "Mend"),
    "a status that is none": (('title = "Other"', 'title = "Other"\nstatus = 99'), 24, "status: Input", "Mend"),
    "a status beyond all": (('watch = ["i"]', "status = 1000"), 2, "status: Input should be less than", "Mend"),
    "a status of a list": (('watch = ["i"]', "status = [200, 99]"), 2, "status: Input should be greater", "Mend"),
    "no status of a list": (('watch = ["i"]', "status = []"), 2, "status: Value should have at least 1", "Mend"),
    "a file and replacements": (('title = "Other"', 'title = "Other"\nfile = "o.py"'), 22, "but not both", "Mend"),
    "a file elsewhere": (('title = "Other"', 'title = "Other"\nfile = "../o.py"'), 24, "beside app.py", "Mend"),
    "a file that is taken": (('title = "Other"', 'title = "Other"\nfile = "app.py"'), 24, "beside app.py", "Mend"),
    "time without end": (("seconds = 1", "seconds = 1e9"), 20, "limits.seconds: Input should be less than", "Mend"),
    "a replacement of nothing": (('"range(3)"', '""'), 25, "variants.other.replace.old: String should", "Mend"),
    "half a string": (('"i"]', '"i]'), 2, "this is not TOML", "Correct the syntax there."),
    "half a file": (("script = [\n", ""), 10, "this is not TOML", "Correct the syntax there."),
    "a key twice": (('name = "second"', 'name = "s"\nname = "x"'), 10, "this is not TOML", "Correct the syntax there."),
}
# fmt: on


@pytest.mark.parametrize(("change", "line", "said", "hint"), BAD.values(), ids=BAD)
def test_the_line_is_named_of(change: tuple[str, str], line: int, said: str, hint: str) -> None:
    assert change[0] in GOOD
    with pytest.raises(ScenarioError) as caught:
        load_scenario(FILE, GOOD.replace(*change))
    assert said in caught.value.what
    assert hint in (caught.value.hint or "")
    assert (caught.value.file, caught.value.line) == (FILE, line)


@pytest.mark.parametrize(
    ("acts", "line", "said", "hint"),
    [
        ('{ reconnect = true },\n{ send = "GET /" }', 4, "has not sent anything yet", "Put a send before this."),
        (
            '{ send = "GET /" },\n{ reconnect = true }',
            5,
            "has read nothing since its last request",
            "Put a read before",
        ),
        ('{ send = "GET /" },\n{ read = 1 },\n{ reconnect = true },\n{ reconnect = true }', 7, "has read not", "Put a"),
        ('{ send = "POST /" },\n{ read = 1 },\n{ reconnect = true }', 6, "after a POST: an EventSource", '"GET /path"'),
    ],
)
def test_a_reconnect_needs_a_stream_to_go_on_from(acts: str, line: int, said: str, hint: str) -> None:
    text = f'title = "One"\n[[client]]\nscript = [\n{acts}\n]\n'
    with pytest.raises(ScenarioError) as caught:
        load_scenario(FILE, text)
    assert said in caught.value.what
    assert hint in (caught.value.hint or "")
    assert (caught.value.file, caught.value.line) == (FILE, line)


def test_a_good_scenario_is_read_whole() -> None:
    scenario = load_scenario(FILE, GOOD)
    assert [client.name for client in scenario.client] == ["first", "second"]
    assert [len(client.script) for client in scenario.client] == [2, 6]
    assert scenario.limits.seconds == 1
    assert scenario.planned_for is None
    assert Scenario.model_validate(scenario.model_dump(mode="json")) == scenario


def test_a_variant_without_clients_is_an_error() -> None:
    text = GOOD.partition("[[variants.other.client]]")[0] + "client = []\n"
    with pytest.raises(
        ScenarioError, match=r"scenario\.toml:28: variants\.other\.client: Tuple should have at least 1"
    ):
        load_scenario(FILE, text)


def test_a_variant_takes_of_a_field_what_the_scenario_takes() -> None:
    """Each field of both has the same bounds: what is checked in one and not in the other would be recorded."""
    whole, different = (model.model_json_schema() for model in (Scenario, Variant))
    both = Variant.model_fields.keys() & Scenario.model_fields.keys()
    assert {*Variant.model_fields} - both == {"file", "replace"}
    assert both >= {"title", "client", "status", "send_buffer"}

    def bounds(schema: dict[str, Any]) -> dict[str, Any]:
        one = next((kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}), schema)
        return {key: value for key, value in one.items() if key not in ("default", "title", "description")}

    for field in both:
        assert bounds(different["properties"][field]) == bounds(whole["properties"][field]), field
    assert whole["$defs"]["Client"] == different["$defs"]["Client"]


def test_nesting_without_end_is_an_error_like_any_other() -> None:
    with pytest.raises(ScenarioError, match="this is not TOML"):
        load_scenario(FILE, "x = " + "[" * 100_000)


def test_every_key_has_a_line_however_it_is_written() -> None:
    text = '"a b".c = 1\nd = """\ne = 1\n"""\n'
    text += "[f.'g']\nh = [\n  1, # i = 2\n  { j.k = 1.5, l = 1979-05-27 07:32:00 },\n]\n"
    assert positions(text) == {
        ("a b",): 1,
        ("a b", "c"): 1,
        ("d",): 2,
        ("f", "g"): 5,
        ("f", "g", "h"): 6,
        ("f", "g", "h", 0): 7,
        ("f", "g", "h", 1): 8,
        ("f", "g", "h", 1, "j"): 8,
        ("f", "g", "h", 1, "j", "k"): 8,
        ("f", "g", "h", 1, "l"): 8,
    }
    assert line_at(text, ("f", "g", "h", 9, "x")) == 6
    assert line_at(text, ("nothing",)) == 1


words = st.sampled_from(
    [*"[]{}=,.\"'#\n ", "[[", "]]", "title", "client", "script", "send", "GET /", "1", "true", '"x"']
)


@settings(deadline=None)
@given(st.lists(words, max_size=40).map("".join) | st.text(max_size=60))
def test_any_text_is_a_scenario_or_an_error_that_names_a_line_of_it(text: str) -> None:
    is_read_or_refused(text)


@settings(deadline=None)
@given(st.integers(0, len(GOOD)), st.integers(0, 12), st.text(max_size=3))
def test_any_slip_of_the_pen_is_a_scenario_or_an_error_that_names_a_line_of_it(at: int, cut: int, put: str) -> None:
    text = GOOD[:at] + put + GOOD[at + cut :]
    is_read_or_refused(text)


def is_read_or_refused(text: str) -> None:
    refused = None
    try:
        assert isinstance(load_scenario(FILE, text), Scenario)
    except ScenarioError as error:
        refused = error
    if refused is not None:
        assert refused.hint
        assert refused.line is not None
        assert 1 <= refused.line <= text.count("\n") + 1


def test_a_host_of_its_own_is_the_only_one_of_a_request() -> None:
    sent = Action(send="GET /", headers={"Host": "shop.example"}).request(h11.Connection(h11.CLIENT))
    assert sent.lower().count(b"host:") == 1
    assert b"shop.example" in sent
