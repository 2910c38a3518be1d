"""The variable tracker: what the watched names are after each yield."""

from __future__ import annotations

from chunkwise.views.steps import steps
from chunkwise.views.variables import variables
from tests.support.made import code, recording, recordings, step


def test_the_first_lesson() -> None:
    main = recordings()["main"]
    tracker = variables(main, steps(main), ["i"])
    assert [column.label for column in tracker.columns] == ["Start", "After 1", "After 2", "After 3", "Final"]
    assert [column.step for column in tracker.columns] == [1, 2, 3, 4, 5]
    name, state = tracker.rows
    assert (name.name, name.values) == ("i", ("N/A", "0", "1", "2", "N/A"))
    assert state.name == "Generator state"
    assert state.values == ("Not started", "Yielded 0", "Yielded 1", "Yielded 2", "Completed")


def test_five_chunks_have_five_columns() -> None:
    five = recordings()["five_chunks"]
    (name, _) = variables(five, steps(five), ["i"]).rows
    assert name.values == ("N/A", "0", "1", "2", "3", "4", "N/A")


def test_a_name_that_never_exists_is_never_there() -> None:
    main = recordings()["main"]
    (name, _) = variables(main, steps(main), ["nothing"]).rows
    assert set(name.values) == {"N/A"}


def test_no_names_leave_the_state() -> None:
    main = recordings()["main"]
    assert [row.name for row in variables(main, steps(main), []).rows] == ["Generator state"]


def test_two_frames_of_one_generator_do_not_mix() -> None:
    """A row shows the frame that yielded in its step, though another one is alive."""
    made = recording(
        code("start", frame=1),
        code("yield", frame=1, i="0"),
        code("start", frame=2),
        code("yield", frame=2, i="70"),
        code("resume", frame=1, i="0"),
        code("yield", frame=1, i="1"),
    )
    rows = (
        step(1, "request", "Not started"),
        step(2, "yield 0", "Yielded 0", (0, 1)),
        step(3, "yield 0 of 2", "Yielded 0", (2, 3)),
        step(4, "yield 1", "Yielded 1", (4, 5)),
    )
    (name, _) = variables(made, rows, ["i"]).rows
    assert name.values[1:4] == ("0", "70", "1")


def test_without_a_yield_there_is_a_start_and_a_final() -> None:
    rows = (step(1, "request", "Not started"), step(2, "end", "Completed"))
    tracker = variables(recording(), rows, ["i"])
    assert [column.label for column in tracker.columns] == ["Start", "Final"]
    assert tracker.rows[-1].values == ("Not started", "Completed")


def test_a_generator_that_fails_before_its_first_yield_has_failed_in_the_end() -> None:
    rows = (step(1, "request", "Not started"), step(2, "raise", "Ended by ValueError"), step(3, "cut short"))
    assert variables(recording(), rows, []).rows[-1].values == ("Not started", "Ended by ValueError")


def test_a_generator_that_is_left_suspended_stays_so() -> None:
    rows = (step(1, "request", "Not started"), step(2, "yield 0", "Yielded 0"), step(3, "left", "Yielded 0"))
    assert variables(recording(), rows, []).rows[-1].values == ("Not started", "Yielded 0", "Yielded 0")


def test_without_a_step_there_is_no_column() -> None:
    assert variables(recording(), (), ["i"]).columns == ()
