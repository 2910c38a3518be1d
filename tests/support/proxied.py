"""A real proxy before a program of ours, with a configuration of an example, for tests that ask as a reader would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest

from chunkwise.conditions import proxies
from chunkwise.conditions.environments import Environments
from chunkwise.conditions.processes import HOST, free_port, running
from chunkwise.examples.condition import Condition
from chunkwise.examples.example import Example
from tests.support.made import ROOT


@contextmanager
def nginx_before(address: str, example: Example, configuration: str, folder: Path) -> Iterator[str]:
    """Run nginx, which is as the conditions have it, and yield the address that it listens on."""
    with proxy_before(address, example, "nginx", configuration, folder) as found:
        yield found


@contextmanager
def proxy_before(
    address: str, example: Example, proxy: Literal["nginx", "caddy", "haproxy"], configuration: str, folder: Path
) -> Iterator[str]:
    """Run a proxy as the conditions have it, whether somebody listens on ``address`` or not; yield its own address."""
    condition = Condition(proxy=proxy, configuration=configuration)
    port, upstream = free_port(), int(address.rpartition(":")[2])
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)  # where the environments of the conditions are
        program = Environments(example.root).proxy(condition)
    command = proxies.command(example, condition, program, folder, port, upstream)
    scheme = "https" if proxies.is_encrypted(proxies.configuration(example, condition)) else "http"
    with running(command, port, folder, {"HOME": str(folder)}):
        yield f"{scheme}://{HOST}:{port}"
