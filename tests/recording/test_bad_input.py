"""What an author or an example does wrong, and what is said about it: the file, the line, what is wrong, the hint.

Each program marks the line that must be named with `# <-`. None may leave a process, a file or a changed recording.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chunkwise.errors import LINE_LIMIT, ChunkwiseError
from chunkwise.recording.recorder import Recorder
from chunkwise.views.steps import steps
from tests.support.hostile import IMPORTS, SCENARIO, in_generator
from tests.support.running import Project, children


def at_import(code: str) -> str:
    return f"{IMPORTS}\n{code}\n"


def in_endpoint(code: str) -> str:
    body = "\n".join(f"    {line}" for line in code.split("\n"))
    return f"{IMPORTS}\n@app.get('/stream')\nasync def stream():\n{body}\n    return 'well'\n"


DAEMON = """\
libc = ctypes.CDLL(None)
if libc.fork() == 0:
    libc.setsid()
    if libc.fork() == 0:
        libc.sleep(60)
    libc._exit(0)"""

# fmt: off
PROGRAMS = {
    "raises at import": (at_import("raise ValueError('no <b>')  # <-"), "importing it raised ValueError('no <b>')"),
    "is not valid Python": (at_import("def f(:  # <-"), "this is not valid Python"),
    "holds a null byte": (at_import("x = '\0'"), "this is not valid Python"),
    "imports what is not there": (at_import("import nothing_of_the_kind  # <-"), "raised ModuleNotFoundError"),
    "exits at import": (at_import("sys.exit(0)  # <-"), "importing it raised SystemExit(0)"),
    "is interrupted at import": (at_import("raise KeyboardInterrupt  # <-"), "importing it raised KeyboardInterrupt()"),
    "loops at import": (at_import("while True: pass  # <-"), "was not imported within 0.8 s"),
    "calls os._exit at import": (at_import("os._exit(0)  # <-"), "ends its own process (_exit)"),
    "calls libc's exit at import": (at_import("ctypes.CDLL(None)._exit(0)"), "ended its own process with status 0"),
    "has no application": ("x = 1\n", "it has no application called app"),
    "calls it otherwise": ("from fastapi import FastAPI\nother = FastAPI()  # <-\n", "Call other app, or wrap it."),
    "has a factory": ("def create_app():  # <-\n    return None\n", "but create_app, which makes one"),
    "has an app that is none": ("app = 3  # <-\n", "app is not an ASGI application: it is of the class int"),
    "has an app of WSGI": ("def app(environ, start):  # <-\n    return []\n", "app is not an ASGI application"),
    "starts a server as it is imported": (at_import("import uvicorn\nuvicorn.run(app)  # <-"), "it starts a server"),
    "starts a server by hand": (
        at_import("import uvicorn\nuvicorn.Server(uvicorn.Config(app)).run()  # <-"),
        "it starts a server",
    ),
    "serves by itself": (
        at_import("import uvicorn\nasyncio.run(uvicorn.Server(uvicorn.Config(app)).serve())  # <-"),
        "it starts a server",
    ),
    "calls the server's command": (at_import("import uvicorn\nuvicorn.main(['app:app'])  # <-"), "it starts a server"),
    "starts a server of another kind": (
        at_import("from wsgiref.simple_server import make_server\nmake_server('', 0, None).serve_forever()  # <-"),
        "it starts a server",
    ),
    "does not call its factory": (
        "from fastapi import FastAPI\ndef build():\n    return FastAPI()\napp = build  # <-\n",
        "app is not an ASGI application, but build, which makes one\n  Write app = build().",
    ),
    "does not call the class": (
        "from fastapi import FastAPI\napp = FastAPI  # <-\n",
        "app is not an ASGI application, but FastAPI, which makes one\n  Write app = FastAPI().",
    ),
    "has two, one of them under two names": (
        at_import("second = FastAPI()  # <-\nthird = second"),
        "it has 2 applications: app, second\n",
    ),
    "has two": (at_import("second = FastAPI()  # <-"), "it has 2 applications: app, second"),
    "fails as it starts": (
        "from contextlib import asynccontextmanager\nfrom fastapi import FastAPI\n"
        "@asynccontextmanager\nasync def life(app):\n    raise ValueError('x')  # <-\n    yield\n"
        "app = FastAPI(lifespan=life)\n",
        "the program raised ValueError('x')",
    ),
    "raises in the endpoint": (in_endpoint("raise ValueError('x' * 10**7)  # <-"), "raised ValueError('xxx"),
    "raises what cannot be shown": (
        in_endpoint("class Bad(Exception):\n    def __str__(self): 1 / 0\n    __repr__ = __str__\nraise Bad(1)  # <-"),
        "the program raised Bad(1)",
    ),
    "exits in the endpoint": (in_endpoint("sys.exit(3)  # <-"), "the program raised SystemExit(3)"),
    "raises in the stream": (in_generator("1 / 0  # <-"), "the program raised ZeroDivisionError('division by zero')"),
    "recurses for ever": (in_endpoint("def f(): f()  # <-\nf()"), "the run has more than 400 events"),
    "answers 500": (in_endpoint("raise HTTPException(500)  # <-"), "answered 500, and the scenario expects 200"),
    "never answers": (in_endpoint("await asyncio.Event().wait()  # <-"), "did not answer within 0.8 s"),
    "never ends": (in_generator("await asyncio.Event().wait()  # <-"), "did not end its response within 0.8 s"),
    "loops in the stream": (in_generator("while True: pass  # <-"), "did not end its response within 0.8 s"),
    "loops in a worker thread": (in_generator("while True: pass  # <-", kind="def"), "did not end its response within"),
    "blocks a worker thread": (
        in_generator("threading.Event().wait()  # <-", kind="def"),
        "did not end its response within 0.8 s",
    ),
    "swallows every exception": (
        in_generator("while True:\n    try:\n        while True: pass  # <-\n    except BaseException:\n        pass"),
        "did not end its response within 0.8 s",
    ),
    "does not hear the alarm": (
        in_generator("signal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass  # <-"),
        "couldn't be ended within 0.8 s",
    ),
    "never comes back from C": (in_generator("sum(range(10**12))  # <-"), "couldn't be ended within 0.8 s"),
    "streams for ever": (in_generator("while True:\n    yield 'more'  # <-"), "more than 400 events"),
    "sends 1 GiB at once": (in_generator("yield b'x' * 2**30  # <-"), "the response has more than 4194304 bytes"),
    "sends 1 GiB in pieces": (
        in_generator("for i in range(1024):\n    yield b'x' * 2**20  # <-"),
        "the response has more than 4194304 bytes",
    ),
    "takes all memory": (in_generator("x = b'x' * 2**40  # <-"), "the program raised MemoryError()"),
    "calls os._exit in the endpoint": (in_endpoint("os._exit(1)  # <-"), "ends its own process (_exit)"),
    "calls os._exit in the stream": (in_generator("os._exit(1)  # <-"), "ends its own process (_exit)"),
    "aborts": (in_generator("os.abort()  # <-"), "ends its own process (abort)"),
    "crashes": (in_generator("ctypes.string_at(0)  # <-"), "the program's process died of signal SIGSEGV"),
    "kills itself": (in_generator("os.kill(os.getpid(), signal.SIGKILL)  # <-"), "sends a signal (os.kill)"),
    "kills its parent": (in_generator("os.kill(os.getppid(), signal.SIGKILL)  # <-"), "sends a signal (os.kill)"),
    "kills itself behind our back": (
        in_generator("ctypes.CDLL(None).kill(os.getpid(), 9)"),
        "the program's process died of signal SIGKILL",
    ),
    "starts a process": (in_endpoint("subprocess.run(['sleep', '60'])  # <-"), "starts a process (subprocess.Popen)"),
    "starts a shell": (in_endpoint("os.system('sleep 60')  # <-"), "the program starts a process (os.system)"),
    "forks": (in_endpoint("os.fork()  # <-"), "the program starts a process (os.fork)"),
    "forks with multiprocessing": (
        in_endpoint("multiprocessing.get_context('fork').Process(target=print).start()  # <-"),
        "the program starts a process (os.fork)",
    ),
    "spawns with multiprocessing": (
        in_endpoint("multiprocessing.get_context('spawn').Process(target=print).start()  # <-"),
        "the program starts a process",
    ),
    "starts a daemon behind our back": (in_endpoint(DAEMON), "the program starts a process"),
    "waits for a child behind our back": (
        in_endpoint("libc = ctypes.CDLL(None)\nif libc.fork() == 0: libc._exit(0)\nlibc.wait(None)"),
        "the program starts a process",
    ),
    "leaves a thread behind": (
        in_endpoint("def for_ever():\n    while True: pass\nthreading.Thread(target=for_ever).start()  # <-"),
        "the program starts a thread of its own",
    ),
    "leaves a task behind": (
        in_endpoint("async def rest():\n    await asyncio.Event().wait()  # <-\nasyncio.create_task(rest())\n"
                    "await asyncio.sleep(0)"),
        "did not come to rest within 0.8 s",
    ),
    "stops the server": (in_endpoint("asyncio.get_running_loop().stop()"), "the server stopped before the clients"),
    "closes every file": (in_endpoint("os.closerange(0, 256)"), "the program"),
    "floods its output for ever": (
        in_endpoint("while True: print('flood' * 1000)  # <-"),
        "did not answer within 0.8 s",
    ),
}
# fmt: on


@pytest.fixture(scope="module")
def own_recorder() -> Iterator[Recorder]:
    with Recorder() as recorder:
        yield recorder


def seconds_to_get_stuck(folder: Path, recorder: Recorder) -> float:
    """Return how long a program is given that never ends: what a good one takes here and now, many times over.

    With less, a busy machine would end it before it has come to where it stays, and say another thing of it.
    """
    example = Project(folder).with_example("good/one", in_generator("pass"), SCENARIO).example("good/one")
    began = time.monotonic()
    recorder.record_all(example)
    return round(min(30, max(0.8, 8 * (time.monotonic() - began))), 1)


@pytest.mark.parametrize(("program", "said"), PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_that(program: str, said: str, tmp_path: Path, own_recorder: Recorder) -> None:
    limits = "30, events = 400 }"
    if "within" in said:
        seconds = seconds_to_get_stuck(tmp_path / "good", own_recorder)
        limits, said = f"{seconds} }}", said.replace("0.8", f"{seconds:g}")
    scenario = SCENARIO.replace("30 }", limits)
    project = Project(tmp_path).with_example("bad/one", program, scenario)
    before = project.files()

    with pytest.raises(ChunkwiseError) as caught:
        own_recorder.record_all(project.example("bad/one"))

    error = caught.value
    assert said in str(error)
    assert error.file == project.example("bad/one").app
    marked = [number for number, line in enumerate(program.split("\n"), 1) if "# <-" in line]
    assert not marked or error.line == marked[0]
    assert error.hint
    assert all(len(line) <= LINE_LIMIT for line in str(error).split("\n"))
    assert own_recorder.process is None or children(own_recorder.process) == []
    assert project.files() == before


HARMLESS = {
    "prints a lot": in_endpoint("print('flood' * 10**6)\nprint('flood' * 10**6, file=sys.stderr)"),
    "writes to the files of the process": in_endpoint("for file in range(3): os.write(file, b'{}')"),
    "replaces the policy of the event loop": in_endpoint("asyncio.set_event_loop_policy(None)"),
    # Uvicorn makes its loop without asking the policy (uvicorn.loops), and so does the recorder.
    "has a policy of its own for event loops": at_import(
        "class Policy(type(asyncio.get_event_loop_policy())):\n"
        "    def new_event_loop(self):\n        raise RuntimeError('not this one')\n"
        "asyncio.set_event_loop_policy(Policy())\n"
        "@app.get('/stream')\nasync def stream():\n    return 'well'"),
    "keeps its applications in a mapping": (
        "from fastapi import FastAPI\nold, new = FastAPI(), FastAPI()\n"
        "@new.get('/stream')\nasync def stream():\n    return 'well'\n"
        "class Versions:\n    def __init__(self, **apps):\n        self.apps = apps\n"
        "    async def __call__(self, scope, receive, send):\n        await self.apps['new'](scope, receive, send)\n"
        "app = Versions(old=old, new=new)\n"),
    "wraps an application with partial": (
        "import functools\nfrom fastapi import FastAPI\napi = FastAPI()\n"
        "@api.get('/stream')\nasync def stream():\n    return 'well'\n"
        "async def around(app, scope, receive, send):\n    await app(scope, receive, send)\n"
        "app = functools.partial(around, api)\n"),
    "replaces a function of Starlette's": in_endpoint(
        "import starlette.responses as r\ninit = r.Response.init_headers\n"
        "r.Response.init_headers = lambda self, headers=None: init(self, headers)"),
    "sets its own alarm": in_endpoint("signal.signal(signal.SIGALRM, signal.SIG_IGN)"),
}  # fmt: skip


@pytest.mark.parametrize("program", HARMLESS.values(), ids=HARMLESS)
def test_a_program_is_recorded_that(program: str, tmp_path: Path, own_recorder: Recorder) -> None:
    project = Project(tmp_path).with_example("odd/one", program, SCENARIO)

    assert own_recorder.record_all(project.example("odd/one"))["main"].events
    assert own_recorder.process is not None
    assert children(own_recorder.process) == []


REPLACED = """\
import starlette.responses as r

async def stream_response(self, send):
    await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
    async for chunk in self.body_iterator:
        await send({"type": "http.response.body", "body": chunk.upper().encode(), "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})

r.StreamingResponse.stream_response = stream_response
"""


def test_the_body_is_known_also_where_a_program_replaces_what_streams_it(
    tmp_path: Path, own_recorder: Recorder
) -> None:
    program = in_generator("yield 'middle'").replace("\n@app.get", f"\n{REPLACED}\n@app.get")
    recording = own_recorder.record_all(
        Project(tmp_path).with_example("odd/one", program, SCENARIO).example("odd/one")
    )["main"]
    rows = [(row.yielded, row.received) for row in steps(recording) if row.name.startswith("yield")]
    assert rows == [(f"`'{word}'`", f"`'{word.upper()}'` received") for word in ("first", "middle", "last")]


def test_a_recorder_goes_on_after_its_process_was_killed(tmp_path: Path) -> None:
    kills = in_endpoint("ctypes.CDLL(None).kill(os.getppid(), 9)\nawait asyncio.Event().wait()")
    project = (
        Project(tmp_path)
        .with_example("bad/one", kills, SCENARIO)
        .with_example("good/one", in_generator("pass"), SCENARIO)
    )
    with Recorder() as recorder:
        with pytest.raises(ChunkwiseError, match="the recorder's own process ended"):
            recorder.record_all(project.example("bad/one"))
        assert recorder.record_all(project.example("good/one"))["main"].events
