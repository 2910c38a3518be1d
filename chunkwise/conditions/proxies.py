"""Proxies by their names in a scenario: the command that runs each with a configuration of the example.

A configuration has the words LISTEN and UPSTREAM where an address belongs, or PORT for the number alone.
"""

from __future__ import annotations

from pathlib import Path

from chunkwise.conditions.processes import HOST
from chunkwise.examples.condition import Condition
from chunkwise.examples.example import Example, read

HINT = "Write the proxy's configuration there, with LISTEN and UPSTREAM in place of the addresses."


def configuration(example: Example, condition: Condition) -> str:
    """Return the text of a condition's configuration.

    Raises:
        ScenarioError: There is none.
    """
    return read(example.folder / str(condition.configuration), hint=HINT)


def setting(text: str) -> str:
    """Return what a configuration calls itself: its first line, a comment."""
    return text.partition("\n")[0].lstrip("# ").strip()


def command(example: Example, condition: Condition, program: Path, folder: Path, port: int, upstream: int) -> list[str]:
    """Write the configuration into ``folder`` and return what runs the proxy with it."""
    text = configuration(example, condition)
    for word, value in (("LISTEN", f"{HOST}:{port}"), ("UPSTREAM", f"{HOST}:{upstream}"), ("PORT", str(port))):
        text = text.replace(word, value)
    file = folder / "proxy.conf"
    file.write_text(text, "utf-8")
    if condition.proxy == "nginx":
        # In the foreground; as root it would give its workers to a user who may not write here.
        options = "daemon off; worker_processes 1; pid nginx.pid;"
        return [str(program), "-p", str(folder), "-c", str(file), "-e", "stderr", "-g", options]
    if condition.proxy == "caddy":
        return [str(program), "run", "--config", str(file), "--adapter", "caddyfile"]
    return [str(program), "-db", "-f", str(file)]
