"""Proxies by their names in a scenario: the command that runs each with a configuration of the example.

A configuration has the words LISTEN and UPSTREAM where an address belongs, or PORT for the number alone. Where it has
the word CERTIFICATE, the file of a certificate and its key, the client speaks TLS with the proxy; where it has nginx's
``http2 on``, it speaks HTTP/2.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from chunkwise.conditions.environments import MissingError
from chunkwise.conditions.processes import HOST, SAID, free_port
from chunkwise.errors import RecordingError
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


def is_encrypted(text: str) -> bool:
    """Whether a client speaks TLS with the proxy that has this configuration."""
    return "CERTIFICATE" in text


def speaks_http2(text: str) -> bool:
    """Whether a client speaks HTTP/2 with the proxy that has this configuration."""
    return "http2 on;" in text


def filled(text: str, *, listen: str, upstream: str, certificate: str) -> str:
    """Return a configuration with addresses in the place of its words."""
    words = {"LISTEN": listen, "UPSTREAM": upstream, "PORT": listen.rpartition(":")[2], "CERTIFICATE": certificate}
    for word, value in words.items():
        text = text.replace(word, value)
    return text


def command(example: Example, condition: Condition, program: Path, folder: Path, port: int, upstream: int) -> list[str]:
    """Write the configuration into ``folder``, let the proxy check it, and return what runs the proxy with it.

    Raises:
        RecordingError: The proxy itself refuses the configuration.
    """
    own = configuration(example, condition)
    certificate = folder / "certificate.pem"
    if is_encrypted(own):
        _certify(certificate)
    file = folder / "proxy.conf"
    addresses = {"listen": f"{HOST}:{port}", "upstream": f"{HOST}:{upstream}", "certificate": str(certificate)}
    file.write_text(filled(own, **addresses), "utf-8")
    _check(example, condition, program, file)
    if condition.proxy == "nginx":
        return _nginx(program, file)
    if condition.proxy == "caddy":
        return [str(program), "run", "--config", str(file), "--adapter", "caddyfile"]
    return [str(program), "-db", "-f", str(file)]


def check(example: Example, condition: Condition, program: Path) -> None:
    """Let the proxy check a configuration, without a server behind it.

    Raises:
        RecordingError: It refuses it.
    """
    with tempfile.TemporaryDirectory(prefix="chunkwise-") as place:
        command(example, condition, program, Path(place), free_port(), free_port())


def checking(proxy: str, program: Path, file: Path) -> list[str]:
    """Return the command by which a proxy checks a configuration, and serves nothing."""
    if proxy == "nginx":
        return [*_nginx(program, file), "-t"]
    if proxy == "caddy":
        return [str(program), "validate", "--config", str(file), "--adapter", "caddyfile"]
    return [str(program), "-c", "-f", str(file)]


def _check(example: Example, condition: Condition, program: Path, file: Path) -> None:
    asked = checking(str(condition.proxy), program, file)
    environment = {"HOME": str(file.parent), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(asked, cwd=file.parent, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stdout + done.stderr).strip().replace(str(file), str(condition.configuration))
        what = f"{condition.proxy} refuses this configuration: {said[-SAID:]}"
        raise RecordingError(what, file=example.folder / str(condition.configuration))


def _nginx(program: Path, file: Path) -> list[str]:
    # In the foreground. As root it would give its workers to a user who may not write here, where it keeps buffers.
    options = "daemon off; worker_processes 1; pid nginx.pid;" + " user root;" * (os.geteuid() == 0)
    return [str(program), "-p", str(file.parent), "-c", str(file), "-e", "stderr", "-g", options]


def _certify(file: Path) -> None:
    """Write a certificate of a day and its key into one file."""
    asked = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    try:
        subprocess.run([*asked, "-keyout", str(file), "-out", f"{file}.crt"], capture_output=True, check=True)
    except FileNotFoundError:
        raise MissingError("openssl is not installed", hint="Install it (apt-get install openssl).") from None
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
