"""What stands above a response's body: that curl prints it, only where a page's command shows that it does."""

from __future__ import annotations

import re

import pytest

from tests.support.converting import convert, root
from tests.support.made import THREE_CHUNKS

__all__ = ["root"]

LEAVES, BY_THE_CLOCK = "cleanup/pool", "broadcast/waits"


def captions(*blocks: str) -> list[str]:
    made = convert("\n\n".join(f"/// {block}\n///" for block in blocks))
    return [re.sub(r"<.*?>", "", caption) for caption in re.findall(r"<figcaption>(What.*?)</figcaption>", made)]


@pytest.mark.usefixtures("root")
def test_curl_prints_what_the_command_above_it_asks_for() -> None:
    assert captions(f"example | {THREE_CHUNKS}", f"output | {THREE_CHUNKS}") == ["What curl prints"]


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    "blocks",
    [
        [f"program | {THREE_CHUNKS}", f"output | {THREE_CHUNKS}"],
        [f"example | {LEAVES}", f"output | {LEAVES}"],
        [f"example | {BY_THE_CLOCK}", f"output | {BY_THE_CLOCK}"],
        [f"example | {THREE_CHUNKS}", f"output | {THREE_CHUNKS}\n    variant: keep_alive"],
    ],
    ids=["no command", "a client that leaves", "a source that goes by the clock", "another variant"],
)
def test_anything_else_is_what_the_client_receives(blocks: list[str]) -> None:
    assert captions(*blocks) == ["What the client receives"]
