"""Configurations of proxies: the words in them, and that each proxy itself is asked whether its own is valid."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from chunkwise.cli import main
from chunkwise.conditions import proxies, records
from chunkwise.conditions.environments import BINARIES, FILE, Environments
from chunkwise.errors import RecordingError
from chunkwise.examples.condition import Condition
from chunkwise.examples.example import Example, find_examples
from tests.support.made import ROOT

NAME = "behind_a_proxy/report"


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Example:
    shutil.copytree(ROOT / "examples" / NAME, tmp_path / "examples" / NAME)
    shutil.copy(ROOT / "examples" / FILE, tmp_path / "examples")
    (tmp_path / ".venvs").symlink_to(ROOT / ".venvs")
    monkeypatch.chdir(tmp_path)
    return Example(Path("examples"), NAME)


def condition_of(example: Example, proxy: str) -> Condition:
    return next(one for one in records.conditions(example) if one.proxy == proxy)


def test_every_word_becomes_an_address() -> None:
    text = "listen LISTEN; proxy_pass http://UPSTREAM; http://:PORT ssl_certificate CERTIFICATE;"
    filled = proxies.filled(text, listen="127.0.0.1:81", upstream="127.0.0.1:82", certificate="/one.pem")
    assert filled == "listen 127.0.0.1:81; proxy_pass http://127.0.0.1:82; http://:81 ssl_certificate /one.pem;"


def test_only_a_configuration_with_a_certificate_is_encrypted() -> None:
    answer = ROOT / "examples/behind_a_proxy/answer"
    found = [file.name for file in answer.glob("*.conf") if proxies.is_encrypted(file.read_text("utf-8"))]
    assert sorted(found) == ["nginx-http2.conf", "nginx-tls-4k.conf", "nginx-tls.conf"]
    assert [name for name in found if proxies.speaks_http2((answer / name).read_text("utf-8"))] == ["nginx-http2.conf"]


def test_each_proxy_has_a_command_that_checks_and_serves_nothing() -> None:
    program, file = Path("/bin/proxy"), Path("/place/proxy.conf")
    assert proxies.checking("nginx", program, file)[-1] == "-t"
    assert proxies.checking("caddy", program, file)[1:4] == ["validate", "--config", "/place/proxy.conf"]
    assert proxies.checking("haproxy", program, file) == ["/bin/proxy", "-c", "-f", "/place/proxy.conf"]


def test_nginx_and_caddy_accept_every_configuration_of_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    """HAProxy is no Python package: `chunkwise conditions --check` asks it, or says that it could not."""
    monkeypatch.chdir(ROOT)
    asked = set()
    for example in find_examples(Path("examples")):
        for condition in records.conditions(example):
            one = (example.name, condition.configuration)
            if condition.proxy in BINARIES and one not in asked:
                proxies.check(example, condition, Environments(example.root).proxy(condition))
                asked.add(one)
    assert len(asked) > 12


@pytest.mark.parametrize(
    ("proxy", "file", "old", "said"),
    [
        ("nginx", "nginx.conf", "proxy_read_timeout", 'unknown directive "proxy_raed_timeout" in nginx.conf'),
        ("caddy", "Caddyfile", "\tread_timeout", "raed_timeout"),
    ],
)
def test_what_a_proxy_refuses_is_told_in_its_own_words(
    example: Example, proxy: str, file: str, old: str, said: str
) -> None:
    changed = example.folder / file
    changed.write_text(changed.read_text("utf-8").replace(old, old.replace("read", "raed")), "utf-8")
    condition = condition_of(example, proxy)
    with pytest.raises(RecordingError, match=f"{proxy} refuses this configuration") as caught:
        proxies.check(example, condition, Environments(example.root).proxy(condition))
    assert said in str(caught.value)
    assert caught.value.file == changed


def test_a_check_of_conditions_asks_the_proxies_first(example: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Environments, "installed", staticmethod(lambda name: None))
    changed = example.folder / "nginx.conf"
    changed.write_text(changed.read_text("utf-8").replace("proxy_read_timeout", "proxy_raed_timeout"), "utf-8")
    # As if it had been recorded so: only a proxy can tell that it is wrong.
    records.save(example, records.load(example, stale=True))
    checked = CliRunner().invoke(main, ["conditions", "--check", "--briefly", NAME], catch_exceptions=False)
    assert "nginx refuses this configuration" in checked.output
    assert f"NOT CHECKED: {NAME}/haproxy.cfg: haproxy is not installed" in checked.output
    assert "proxies checked 7 configurations: 3 valid, 1 not, 3 NOT CHECKED" in checked.output
    assert checked.exit_code == 1
