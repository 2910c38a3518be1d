"""What the stage shows agrees with the recording: of every example, at every step."""

from __future__ import annotations

import pytest

from chunkwise.events import CodeEvent, Recording
from chunkwise.examples import store
from chunkwise.examples.example import Example, find_examples
from chunkwise.views.bodies import bodies
from chunkwise.views.files import first_places
from chunkwise.views.lanes import lanes
from chunkwise.views.stage import Stage, changed_lines, stage
from chunkwise.views.steps import steps
from tests.support.made import ROOT

EXAMPLES = find_examples(ROOT / "examples")


def staged(recording: Recording) -> Stage:
    return stage(recording, lanes(recording, steps(recording)))


def example(name: str, variant: str = "main") -> Stage:
    return staged(store.load(Example(ROOT / "examples", name))[variant])


@pytest.mark.parametrize("one", EXAMPLES, ids=lambda one: one.name)
def test_every_run_can_be_staged_and_agrees_with_its_table(one: Example) -> None:
    for recording in store.load(one).values():
        shown = staged(recording)
        places = first_places(recording.source, recording.modules)
        file, start = max(places.items(), key=lambda place: place[1])
        last = start + len((recording.modules[file] if file else recording.source).splitlines())
        assert len(shown.scenes) == len(steps(recording))
        for number, scene in enumerate(shown.scenes):
            states = [track.states[track.at[number]] for track in shown.tracks]
            # A generator whose pieces another one takes has rows and states of its own, and no track.
            alone = len(shown.tracks) == 1 and len(bodies(recording.events)) == 1
            assert not alone or scene.row.step.state in ("N/A", *states)
            assert all(1 <= line <= last for line, _ in (*scene.marks.values, *scene.marks.suspended))
            assert all(0 <= traced.line <= last for traced in scene.traced)
        assert all(0 <= piece.made <= piece.step for piece in shown.pieces)


@pytest.mark.parametrize("one", EXAMPLES, ids=lambda one: one.name)
def test_what_is_suspended_is_what_rests_at_a_yield_or_an_await(one: Example) -> None:
    for recording in store.load(one).values():
        places = first_places(recording.source, recording.modules)
        frames: dict[tuple[str, int], CodeEvent] = {}
        at = 0
        for scene in staged(recording).scenes:
            for event in recording.events[at : max(scene.row.step.events) + 1]:
                if isinstance(event, CodeEvent):
                    frames[event.function, event.frame] = event
            at = max(scene.row.step.events) + 1
            resting = {places[event.file] + event.line for event in frames.values() if event.kind in ("yield", "await")}
            assert {line for line, _ in scene.marks.suspended} == resting


def test_a_value_stands_where_it_arose_and_goes_with_its_frame() -> None:
    scenes = example("streaming_responses/three_chunks").scenes
    assert [scene.marks.values for scene in scenes] == [(), ((8, "i = 0"),), ((8, "i = 1"),), ((8, "i = 2"),), (), ()]


def test_of_several_clients_each_has_a_name() -> None:
    shown = example("blocking/frozen")
    clients = {piece.client for piece in shown.pieces}
    assert len(clients) > 1
    assert all(track.name.startswith("The generator for ") for track in shown.tracks) or len(shown.tracks) == 1


def test_changed_lines_are_counted_in_the_other_program() -> None:
    assert changed_lines("a\nb\nc\n", "a\nx\ny\nc\nd\n") == (2, 3, 5)
    assert changed_lines("a\n", "a\n") == ()
