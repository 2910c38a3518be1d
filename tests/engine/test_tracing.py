"""What the older backend has to leave out so that both tell of the same lines."""

from __future__ import annotations

from chunkwise.engine.tracing import _left_loops

SOURCE = """\
for row in rows:
    while True:
        break
    if row:
        break
"""


def test_each_break_is_known_with_the_loop_that_it_leaves() -> None:
    assert _left_loops(SOURCE) == {3: 2, 5: 1}
