"""What two recordings of one program must share."""

from __future__ import annotations

from chunkwise.events import AsgiEvent, ClientEvent, CodeEvent, Recording
from chunkwise.views.comparable import comparable

LINE = CodeEvent(lane="code", kind="line", function="ticks", frame=1, line=3, at=1.5)
SENT = AsgiEvent(lane="asgi", kind="send", type="http.response.body", at=1.6)
READ = ClientEvent(lane="client", kind="piece", client="client", at=1.7)


def test_in_lock_step_every_event_has_its_place() -> None:
    one = Recording(clock="lock-step", source="", events=(LINE, SENT, READ))
    other = Recording(clock="lock-step", source="", events=(SENT, LINE, READ))
    assert comparable(one) != comparable(other)


def test_a_free_run_may_differ_in_its_times_its_reads_and_the_order_of_its_lanes() -> None:
    one = Recording(clock="free", source="", events=(LINE, SENT, READ))
    other = Recording(clock="free", source="", events=(SENT.model_copy(update={"at": 9.0}), LINE))
    assert comparable(one) == comparable(other)


def test_a_free_run_may_not_differ_in_what_its_code_did_or_what_it_sent() -> None:
    one = Recording(clock="free", source="", events=(LINE, SENT))
    assert comparable(one) != comparable(Recording(clock="free", source="", events=(LINE, LINE, SENT)))
    assert comparable(one) != comparable(Recording(clock="free", source="", events=(LINE,)))
