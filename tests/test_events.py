"""The words of a recording: frozen, strict about names, and without loss for bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chunkwise.events import BLOB_LIMIT, AsgiEvent, Blob, Recording


@given(st.binary(max_size=2 * BLOB_LIMIT))
def test_bytes_are_kept_up_to_a_limit_and_counted_beyond(data: bytes) -> None:
    blob = Blob.of(data)
    assert blob.data == data[:BLOB_LIMIT]
    assert blob.size == len(data)
    assert blob.cut == (len(data) > BLOB_LIMIT)


def test_an_event_cannot_be_changed() -> None:
    event = AsgiEvent(lane="asgi", kind="scope")
    with pytest.raises(ValidationError):
        event.path = "/"


@pytest.mark.parametrize("event", [{}, {"lane": "moon"}, {"lane": "asgi", "kind": "scope", "colour": "red"}])
def test_an_event_of_no_known_kind_is_refused(event: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Recording.model_validate({"clock": "lock-step", "source": "", "events": [event]})


def test_a_character_that_stands_for_no_byte_is_refused() -> None:
    assert Blob(size=1, text="\xff").data == b"\xff"
    with pytest.raises(ValidationError, match="stands for no byte"):
        Blob(size=1, text="\u2028")
