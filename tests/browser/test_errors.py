"""Programs that stop or raise in a page: what a reader is told, with their own lines, and that the next one runs."""

from __future__ import annotations

import sys

import pytest

from tests.support.page_entry import HEAD, streaming, told, without_places

STOPPED = {
    "is not valid Python": (HEAD + "def x(:\n", "this is not valid Python: invalid syntax", 5),
    "imports what is not there": ("import nothing\n" + HEAD, "there is no module 'nothing' in this page", 1),
    "imports a name that is not there": (
        HEAD + "from fastapi import Nothing",
        "importing it raised ImportError: cannot import name 'Nothing'",
        5,
    ),
    "fails while it is imported": (HEAD + "1 / 0", "importing it raised ZeroDivisionError: division by zero", 5),
    "has no app": ("x = 1", "it has no application called app", 1),
    "streams for ever": (streaming("while True:", "    yield 'x'"), "more than 12000 events", 7),
    "streams a little for ever": (
        streaming("while True:", "    yield 'x'", "    await asyncio.sleep(1)"),
        "more than 12000 events",
        8,
    ),
    "sends too much": (streaming("yield b'x' * 2**23"), "the response has more than 4194304 bytes", 6),
    "prints too much": (streaming("print('x' * 2**20)", "yield 'a'"), "printed more than 100,000 characters", 6),
    "prints for ever": (streaming("yield 'a'", "while True:", "    print('x' * 99)"), "more than", 8),
    "runs for ever": (
        streaming("yield 'a'", "x = 0", "while True:", "    x += 1"),
        "more than 12000 events",
        8,
    ),
    "waits for what never comes": (
        streaming("yield 'a'", "await asyncio.Event().wait()"),
        "did not end its response because it waits for something that never happens",
        7,
    ),
    "has a def generator": (
        streaming("yield 'a'").replace("async def g", "def g"),
        "`generate` runs in a worker thread, and Python in a browser has none",
        5,
    ),
    "has a def endpoint": (
        streaming("yield 'a'").replace("async def s", "def s"),
        "`stream` runs in a worker thread, and Python in a browser has none",
        8,
    ),
    "asks for a thread": (
        streaming("await asyncio.to_thread(time.sleep, 1)", "yield 'a'"),
        "something that the program uses runs in a worker thread",
        6,
    ),
    "connects to another host": (
        streaming("await asyncio.open_connection('example.com', 80)", "yield 'a'"),
        "the program connects to another host, and a program in a page can't connect to anything outside it",
        6,
    ),
    "leaves": (streaming("yield 'a'", "sys.exit(3)"), "the server stopped: SystemExit(3)", 7),
    "fails before it serves": (
        HEAD + "async def life(app):\n    yield 1 / 0\napp = FastAPI(lifespan=life)",
        "the program's lifespan failed",
        6,
    ),
}


# Python 3.11 traces no further once a trace function has raised; a page has a later one.
if sys.version_info >= (3, 12):
    STOPPED["catches whatever ends it"] = (
        streaming("yield 'a'", "while True:", "    try: x = 1", "    except BaseException: pass"),
        "more than 12000 events",
        8,
    )
    STOPPED["loops in one line"] = streaming("yield 'a'", "while True: pass"), "ran more than 200,000 lines", 7
    STOPPED["waits without waiting"] = (
        streaming("yield 'a'", "end = time.time() + 3600", "while time.time() < end: pass"),
        "ran more than 200,000 lines",
        8,
    )


@pytest.mark.filterwarnings("ignore:async generator function lifespans are deprecated")
@pytest.mark.parametrize(("source", "said", "line"), STOPPED.values(), ids=STOPPED)
def test_a_program_that(source: str, said: str, line: int) -> None:
    result = told(source)
    assert said in result["error"]["what"]
    assert result["error"]["line"] == line
    # Of what it leaves behind this process has things of its own to say.
    assert "chunkwise" not in without_places({**result, "patched": []})
    again = told(streaming("yield 'still here'"))
    assert (again["error"], again["output"]) == (None, "still here")


@pytest.mark.parametrize(
    "ending",
    [
        "finally: sys.exit(1)",
        "finally: asyncio.get_running_loop().close()",
        "except BaseException:\n        while True: await asyncio.sleep(0)",
        "finally:\n        while True: print('more')",
    ],
)
def test_a_program_that_goes_on_when_its_run_is_over_does_so_alone(ending: str) -> None:
    result = told(streaming("try:", "    yield 'a'", "    await asyncio.Event().wait()", ending))
    assert "waits for something that never happens" in result["error"]["what"]
    assert (result["printed"], result["raised"]) == ("", [])
    assert told(streaming("yield 'still here'"))["output"] == "still here"


RAISING = {
    "raises in the stream": (streaming("yield 'a'", "raise ValueError('boom')"), "ValueError: boom", 7, "a"),
    "calls itself for ever": (
        streaming("yield 'a'", "f()", before="def f(): return f()\n"),
        "RecursionError: maximum recursion depth exceeded",
        5,
        "a",
    ),
    "raises in a task group": (
        streaming(
            "async with asyncio.TaskGroup() as g: g.create_task(f())", "yield", before="async def f(): return 1 / 0\n"
        ),
        "ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)",
        5,
        "",
    ),
    "connects to another host": (
        streaming("socket.create_connection(('127.0.0.1', 80))", "yield"),
        "a program in a page can't connect to anything outside it",
        6,
        "",
    ),
    "asks for input": (streaming("yield input()"), "EOFError: EOF when reading a line", 6, ""),
}


@pytest.mark.parametrize(("source", "said", "line", "output"), RAISING.values(), ids=RAISING)
def test_an_exception_is_told_with_the_readers_own_lines(source: str, said: str, line: int, output: str) -> None:
    result = told(source)
    (raised,) = result["raised"]
    assert result["error"] is None
    assert said in raised["what"]
    assert raised["line"] == line
    assert f'File "app.py", line {line}, in' in raised["traceback"]
    assert ".venv" not in raised["traceback"]
    assert sys.prefix not in raised["traceback"]
    assert result["output"] == output


def test_what_led_to_an_exception_is_told_with_it() -> None:
    source = streaming("try: 1 / 0", "except ZeroDivisionError as e: raise KeyError('x') from e", "yield")
    traceback = told(source)["raised"][0]["traceback"]
    assert traceback.index("ZeroDivisionError") < traceback.index("direct cause") < traceback.index("KeyError")


def test_a_task_that_nobody_asks_is_printed() -> None:
    source = streaming("t = asyncio.create_task(f())", "await asyncio.sleep(1)", "del t", "yield 'a'")
    source = source.replace("async def generate", "async def f(): return 1 / 0\nasync def generate")
    assert 'File "app.py", line 5, in f' in told(source)["printed"]
