"""The directives about a proxy: its configuration with addresses, and a run behind it in three columns."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown  # type: ignore[import-untyped]

from chunkwise.conditions.environments import FILE
from chunkwise.directives.registry import used_examples
from chunkwise.errors import PageError
from tests.support.made import ROOT

NAME = "behind_a_proxy/answer"
TLS = f"/// passage | {NAME}\n    configuration: nginx-tls.conf\n    caption: With TLS\n///"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "examples" / NAME, tmp_path / "examples" / NAME)
    shutil.copy(ROOT / "examples" / FILE, tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "examples" / NAME


def converted(text: str) -> BeautifulSoup:
    return BeautifulSoup(Markdown(extensions=["chunkwise.markdown"]).convert(text), "html.parser")


def texts(found: BeautifulSoup, selector: str) -> list[str]:
    return [re.sub(r"\s+", " ", one.get_text(" ")).strip() for one in found.select(selector)]


def test_a_configuration_can_be_copied() -> None:
    text = converted(f"/// configuration | {NAME}\n    configuration: nginx-tls.conf\n///").get_text()
    assert "listen 127.0.0.1:8080 ssl;" in text
    assert "proxy_pass http://127.0.0.1:8000;" in text
    assert not re.search(r"LISTEN|UPSTREAM|CERTIFICATE", text)


def test_a_passage_has_a_column_for_each_side_and_the_order_of_the_run() -> None:
    found = converted(TLS)
    assert texts(found, "caption") == ["With TLS"]
    assert texts(found, "thead th") == ["Order", "Program", "Proxy", "Client"]
    clients = texts(found, "td[data-head=Client]")
    read = clients.index("has the head: status 200; reads 35 bytes; has the whole response")
    programs = texts(found, "td[data-head=Program]")
    assert " ".join(programs[:read]).count("sends a piece: 7 bytes") == 5, "all are made before the client has one"
    assert set(clients[1:read]) == {""}


def test_a_run_that_was_longer_than_its_record_says_so() -> None:
    long = TLS.replace("nginx-tls.conf", "nginx-http-1.0.conf").replace("\n///", "\n    variant: long\n///")
    assert texts(converted(long), ".cw-left-out") == ["The run goes on. 7 more entries are not shown."]
    assert texts(converted(TLS), ".cw-left-out") == []


def test_the_style_comes_once_also_beside_a_table_of_conditions() -> None:
    found = converted(f"/// conditions | {NAME}\n///\n\n{TLS}\n\n{TLS.replace('nginx-tls', 'nginx')}")
    assert [one["href"] for one in found.select("link")] == ["../assets/chunkwise/base/conditions.css"]
    assert len(converted(TLS).select("link")) == 1


def test_a_page_uses_the_example() -> None:
    assert used_examples(TLS) == {NAME}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (TLS.replace("nginx-tls", "nginx-tsl"), 2, "isn't run with 'nginx-tsl.conf' as 'main'"),
        (TLS.replace("caption: With TLS", "variant: quick"), 2, "isn't run with 'nginx-tls.conf' as 'quick'"),
        (f"/// configuration | {NAME}\n    configuration: nginx.cnf\n///", 2, "Did you mean 'nginx.conf'?"),
    ],
)
def test_a_mistake_has_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(PageError) as caught:
        converted(text)
    assert said in str(caught.value)
    assert f":{line}: " in str(caught.value)


def test_a_passage_of_what_has_changed_since_stops_the_build(project: Path) -> None:
    changed = project / "nginx-tls.conf"
    changed.write_text(changed.read_text("utf-8") + "# changed\n", "utf-8")
    with pytest.raises(PageError, match="stale"):
        converted(TLS)


QUIZ = f"""/// quiz | held
    recording: {NAME}
    answer: elsewhere("pieces", "nginx-tls.conf")
    hint: Look.

How do they arrive?

/// right | all at the end
So it is.
///

/// option | one by one
No.
///
///"""


def test_a_question_can_ask_what_a_proxy_did() -> None:
    assert texts(converted(QUIZ), ".cw-key code") == ['elsewhere("pieces", "nginx-tls.conf")', "all at the end"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("nginx-tls.conf", "apache.conf", "isn't run with 'apache.conf'"),
        ('"pieces"', '"order"', "no fact 'order' is known there"),
        ("nginx-tls.conf", "plain", "calls option a right, and the recording b"),
    ],
)
def test_a_question_that_no_run_answers_is_a_mistake(old: str, new: str, said: str) -> None:
    with pytest.raises(PageError, match=said):
        converted(QUIZ.replace(old, new))
