"""No markup of a recording's comes into a page, whatever stands in it: a recording may be in a stranger's pull request.

One recording after another has each of its texts, one at a time, replaced by markup. What is no recording any more, or
tells a story that the views cannot follow, is refused by name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from pydantic import ValidationError

from chunkwise.events import Recording
from chunkwise.views import render
from chunkwise.views.exchange import body, exchange, exchanges
from chunkwise.views.lanes import lanes
from chunkwise.views.render_stage import Shown, own_run, stage_element
from chunkwise.views.stage import stage
from chunkwise.views.steps import steps
from chunkwise.views.trace import trace
from chunkwise.views.variables import variables
from tests.support.covering import covering
from tests.support.in_page import RUNS, committed, name

HOSTILE = "</code></template><img src=x onerror=alert(1)>\"'><script>alert(2)</script>&lt;b>"
CHOSEN = sorted(covering(RUNS), key=lambda run: len(committed(run.example)[run.name].events))[:6]


def texts(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield where a text stands in plain data."""
    if isinstance(value, str):
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in items:
        yield from texts(one, (*path, key))


def kind_of(data: Any, path: tuple[str | int, ...]) -> tuple[object, ...]:
    """What kind of event a text stands in, and where in it: one of each is enough."""
    event = data["events"][path[1]] if path[0] == "events" else {}
    return event.get("lane"), event.get("kind"), event.get("type"), *(part for part in path if isinstance(part, str))


def replaced(data: Any, path: tuple[str | int, ...], text: str) -> Any:
    copy = json.loads(json.dumps(data))
    at = copy
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = text
    return copy


def html_of(recording: Recording, watch: tuple[str, ...]) -> str:
    where: dict[str, Any] = {"recording": "sent/one", "variant": "main"}
    found = steps(recording)
    rows = lanes(recording, found)
    staged = stage(recording, rows)
    parts = [
        render.steps_table(rows, **where, prefix="", caption="Steps"),
        render.variables_table(variables(recording, found, watch), **where, caption="Variables"),
        render.lanes_list(rows, **where, caption="Lanes", prefix="", linked=()),
        render.player(trace(recording, found), **where),
        stage_element([Shown("main", "The program", "One", Markup(""), staged, {})], "sent/one", Markup("")),
        *own_run(staged, ())["scenes"],
    ]
    for number in exchanges(recording):
        parts.append(render.exchange_figure(exchange(recording, number), **where, caption="Bytes"))
        parts.append(render.output_figure(body(recording, number), **where, caption="Output"))
    return "".join(map(str, parts))


def markup(html: str) -> list[str]:
    """Return what no view writes: elements that run something, and attributes that do."""
    found = BeautifulSoup(html, "html.parser").find_all(True)
    return [
        str(one)[:80]
        for one in found
        if one.name in ("img", "script", "style", "iframe", "b") or any(key.startswith("on") for key in one.attrs)
    ]


def shown(data: Any, watch: tuple[str, ...]) -> str:
    """The HTML of plain data, or none where it is refused."""
    try:
        return html_of(Recording.model_validate(data), watch)
    except ValidationError:
        return ""


@pytest.mark.parametrize("run", CHOSEN, ids=name)
def test_each_text_of_a_recording_is_text_on_the_page(run: Any) -> None:
    data = committed(run.example)[run.name].model_dump(mode="json", exclude_defaults=True)
    assert markup(shown(data, run.scenario.watch)) == []
    one_of_each = {kind_of(data, path): path for path in texts(data)}
    changed = 0
    for path in one_of_each.values():
        html = shown(replaced(data, path, HOSTILE), run.scenario.watch)
        assert markup(html) == [], path
        changed += bool(html)
    assert changed > len(one_of_each) / 3


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_text_is(data: st.DataObject) -> None:
    run = CHOSEN[0]
    plain = committed(run.example)[run.name].model_dump(mode="json", exclude_defaults=True)
    path = data.draw(st.sampled_from(sorted(texts(plain), key=str)))
    sent = data.draw(st.text(st.sampled_from("<>\"'&;=/ \n`!-abonimgscript\x00\x02\u2028"), max_size=40))
    assert markup(shown(replaced(plain, path, sent), run.scenario.watch)) == []
