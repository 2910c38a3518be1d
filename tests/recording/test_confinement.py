"""What a program that somebody sent reaches while it is recorded: nothing of who records it, and no other machine.

Each program marks the line that must be named with `# <-`.
"""

from __future__ import annotations

import os
import pwd
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from chunkwise.errors import ChunkwiseError
from chunkwise.recording.recorder import Recorder
from tests.support.hostile import SCENARIO, in_generator
from tests.support.running import Project

HOME = pwd.getpwuid(os.getuid()).pw_dir
NETWORK = "the program uses the network: "
WRITES = "outside its own folder"

# fmt: off
REFUSED = {
    "connects to a machine": (
        "import socket\nsocket.create_connection(('192.0.2.1', 80))  # <-", NETWORK + "192.0.2.1"),
    "connects to one of IPv6": (
        "import socket\nsocket.socket(socket.AF_INET6).connect(('2001:db8::1', 80))  # <-", NETWORK + "2001:db8::1"),
    "sends a datagram": (
        "import socket\nsocket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))  # <-",
        NETWORK + "192.0.2.1"),
    "looks up a name": (
        "import socket\nsocket.getaddrinfo('example.com', 80)  # <-", "the program looks up example.com"),
    "looks one up in the loop": (
        "await asyncio.get_running_loop().getaddrinfo('example.com', 80)  # <-", "the program looks up example.com"),
    "talks to a daemon": (
        "import socket\nsocket.socket(socket.AF_UNIX).connect('/var/run/docker.sock')  # <-",
        NETWORK + "/var/run/docker.sock"),
    "writes beside itself": ("open(os.path.dirname(__file__) + '/scenario.toml', 'w')  # <-", WRITES),
    "appends to what is above": ("open('../above.txt', 'a')  # <-", WRITES),
    "writes with a file descriptor": ("os.open('/tmp/above.txt', os.O_CREAT | os.O_WRONLY)  # <-", WRITES),
    "writes through a link of its own": ("os.symlink('/tmp', 'there')\nopen('there/above.txt', 'w')  # <-", WRITES),
    "removes a file": ("os.remove(__file__)  # <-", WRITES),
    "renames a file": ("os.rename(__file__, 'mine')  # <-", WRITES),
    "makes a folder": ("os.mkdir('/tmp/above')  # <-", WRITES),
    "makes a database elsewhere": ("import sqlite3\nsqlite3.connect('/tmp/above.db')  # <-", WRITES),
    "reads the home": (f"open({HOME!r} + '/.netrc')  # <-", "in the home directory of the user who records"),
    "lists the home": (f"os.listdir({HOME!r})  # <-", "in the home directory of the user who records"),
}

HARMLESS = {
    "writes into its own folder": (
        "from pathlib import Path\nfile = Path('mine.txt')\nfile.write_text('x')\nfile.rename('other.txt')\n"
        "yield f'{os.listdir()}'", "['other.txt']"),
    "keeps a database there": (
        "import sqlite3\nbase = sqlite3.connect('mine.db')\n"
        "yield f\"{base.execute('select 1').fetchone()}\"\nbase.close()",
        "(1,)"),
    "makes a file for a moment": (
        "import tempfile\nwith tempfile.TemporaryFile() as file:\n    yield f'{file.write(b\"four\")}'", "4"),
    "has a home of its own": ("from pathlib import Path\nyield f'{[*Path.home().iterdir()]}'", "[]"),
    "begins in an empty folder": ("yield f'{os.listdir()}'", "[]"),
    "has no secret": ("yield f'{os.environ.get(\"CHUNKWISE_TEST_SECRET\")}'", "None"),
    "reads itself": ("yield open(__file__).readline()", "import asyncio"),
    "imports what is not imported yet": ("import colorsys\nyield f'{colorsys.rgb_to_hsv(0, 0, 0)}'", "(0.0, 0.0, 0)"),
    "asks a server of its own": (
        "import socket\nwith socket.create_server(('127.0.0.1', 0)) as server:\n"
        "    with socket.create_connection(server.getsockname()):\n        yield 'connected'", "connected"),
}
# fmt: on


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    with pytest.MonkeyPatch.context() as patch, Recorder() as recorder:
        patch.setenv("CHUNKWISE_TEST_SECRET", "hush")
        yield recorder


@pytest.mark.parametrize(("code", "said"), REFUSED.values(), ids=REFUSED)
def test_a_program_is_refused_that(code: str, said: str, tmp_path: Path, recorder: Recorder) -> None:
    program = in_generator(code)
    project = Project(tmp_path).with_example("bad/one", program, SCENARIO)
    before = project.files()
    with pytest.raises(ChunkwiseError) as caught:
        recorder.record_all(project.example("bad/one"))
    assert said in str(caught.value)
    assert caught.value.hint
    (line,) = (number for number, line in enumerate(program.split("\n"), 1) if "# <-" in line)
    assert caught.value.line == line
    assert project.files() == before
    assert not list(Path("/tmp").glob("above*"))


@pytest.mark.parametrize(("code", "sent"), HARMLESS.values(), ids=HARMLESS)
def test_a_program_is_recorded_that(code: str, sent: str, tmp_path: Path, recorder: Recorder) -> None:
    project = Project(tmp_path).with_example("good/one", in_generator(code), SCENARIO)
    events = recorder.record_all(project.example("good/one"))["main"].events
    pieces = [event.data.text for event in events if event.lane == "client" and event.kind == "piece" and event.data]
    assert sent in pieces[1]


def test_a_run_leaves_no_folder_behind(tmp_path: Path, recorder: Recorder) -> None:
    name = f"{uuid.uuid4().hex}.txt"
    project = Project(tmp_path).with_example("good/one", in_generator(f"open({name!r}, 'w').close()"), SCENARIO)
    recorder.record_all(project.example("good/one"))
    assert not list(Path(tempfile.gettempdir()).glob(f"*/{name}"))
