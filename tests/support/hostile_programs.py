"""Programs of a stranger's that try what no program in a page may do, each with what must be true after it.

`LEAVES` would leave something to the next program. `REACHES` are bodies of Python that would reach the page's data, the
network or JavaScript; each must raise, or return nothing. `FORGES` are messages that a worker sends, and `ANSWERS`
what it says came of a run, with HTML of its own.
"""

from __future__ import annotations

from typing import Any

HEAD = """\
import asyncio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


async def generate():
    yield "one"


@app.get("/stream")
async def stream():
    return StreamingResponse(generate(), media_type="text/plain")


"""

LEAVES: dict[str, tuple[str, str]] = {
    name: (HEAD + code, found)
    for name, (code, found) in {
        "an attribute of a module": ("import json\njson.left = [1]", "json.left"),
        "a module in sys.modules": ("import sys\nsys.modules['csv'] = asyncio", "csv"),
        "a module taken out": ("import sys\nimport json\ndel sys.modules['json']", "json"),
        "a module of its own": ("import sys, types\nsys.modules['planted'] = types.ModuleType('planted')", "planted"),
        "a function replaced": ("import calendar\ncalendar.isleap = bool", "calendar.isleap"),
        "a builtin": ("import builtins\nbuiltins.print = lambda *a, **k: None", "builtins.print"),
        "a new builtin": ("import builtins\nbuiltins.planted = 1", "builtins.planted"),
        "a method": (
            "StreamingResponse.stream_response = None",
            "starlette.responses.StreamingResponse.stream_response",
        ),
        "a method that is inherited": (
            "StreamingResponse.render = lambda self, content: b''",
            "starlette.responses.StreamingResponse.render",
        ),
        "an attribute of a class": ("StreamingResponse.planted = 1", "starlette.responses.StreamingResponse.planted"),
        "a function that is removed": ("import json\ndel json.dumps", "json.dumps"),
        "a code object": (
            "import json\njson.dumps.__code__ = (lambda *a, **k: 'x').__code__",
            "json.dumps",
        ),
        "a code object of ours": (
            "from chunkwise.views import render\nrender.steps_table.__code__ = (lambda *a, **k: '').__code__",
            "chunkwise.views.render.steps_table",
        ),
        "defaults": ("import json\njson.loads.__kwdefaults__ = {'cls': int}", "json.loads"),
        "an equal thing": (
            "class Same:\n    def __eq__(self, other): return True\n    __hash__ = None\n    __call__ = print\n"
            "import json\njson.dumps = Same()",
            "json.dumps",
        ),
        "a number": ("import http.client\nhttp.client._MAXLINE = 1", "http.client._MAXLINE"),
        "a list of a module": ("import mimetypes\nmimetypes.knownfiles.append('x')", "mimetypes.knownfiles"),
        "a text of a module": (
            "from http import server\nserver.DEFAULT_ERROR_MESSAGE = ''",
            "http.server.DEFAULT_ERROR_MESSAGE",
        ),
        "an encoder": (
            "from fastapi.encoders import ENCODERS_BY_TYPE\nENCODERS_BY_TYPE[str] = lambda o: 'x'",
            "fastapi.encoders.ENCODERS_BY_TYPE",
        ),
        "sys.path": ("import sys\nsys.path.insert(0, '/tmp')", "sys.path"),
        "an import hook": (
            "import sys\nsys.meta_path.insert(0, type('F', (), {'find_spec': lambda *a: None})())",
            "sys.meta_path",
        ),
        "the environment": ("import os\nos.environ['LEFT'] = '1'", "os.environ"),
        "the folder": ("import os\nos.chdir('/')", "os.chdir"),
        "a file": ("open('/tmp/left-by-a-program', 'w').close()", "open"),
        "a file by number": (
            "import os\nos.close(os.open('/tmp/left-by-a-program', os.O_CREAT | os.O_WRONLY))",
            "open",
        ),
        "a folder": (
            "import os, contextlib\nwith contextlib.suppress(OSError): os.mkdir('/tmp/left-folder')",
            "os.mkdir",
        ),
        "a filter of warnings": ("import warnings\nwarnings.simplefilter('error')", "warnings.filters"),
        "a signal": ("import signal\nsignal.signal(signal.SIGINT, lambda *a: None)", "signal.signal"),
        "a codec": ("import codecs\ncodecs.register(lambda name: None)", "codecs.register"),
        "a handler of a codec's errors": (
            "import codecs\ncodecs.register_error('left', lambda e: ('', e.end))",
            "codecs.register_error",
        ),
        "logging": ("import logging\nlogging.basicConfig(level=logging.DEBUG)", "logging"),
        "logging turned off": ("import logging\nlogging.disable(50)", "logging"),
        "the collector": ("import gc\ngc.set_threshold(1)", "gc.set_threshold"),
        "a callback of the collector": ("import gc\ngc.callbacks.append(lambda *a: None)", "gc.callbacks"),
        "the recursion limit": ("import sys\nsys.setrecursionlimit(5000)", "sys.setrecursionlimit"),
        "a hook for exceptions": ("import sys\nsys.excepthook = print", "sys.excepthook"),
        "an audit hook": ("import sys\nsys.addaudithook(lambda *a: None)", "sys.addaudithook"),
        "a trace function": ("import sys\nsys.setprofile(lambda *a: None)", "sys.setprofile"),
        "a name of JavaScript": ("try:\n    import pyodide_js\nexcept ImportError:\n    pass", "pyodide"),
        "ctypes": ("import ctypes", "ctypes"),
    }.items()
}

RUN_JS = "import pyodide_js\nreturn pyodide_js{}('return 1')()"
CALL_C = "import ctypes\nreturn ctypes.CDLL(None).{}"

REACHES: dict[str, str] = {
    "names of JavaScript": "from js import fetch",
    "IndexedDB by name": "from js import indexedDB",
    "Cache Storage by name": "from js import caches",
    "postMessage by name": "from js import postMessage",
    "run_js": "from pyodide.code import run_js\nreturn run_js('1')",
    "the constructor of an object's constructor": RUN_JS.format(".constructor.constructor"),
    "the constructor of a function": RUN_JS.format(".runPython.constructor"),
    "the constructor of an async function": RUN_JS.format(".runPythonAsync.constructor"),
    "the constructor of what a page gave": "return emit.constructor('return 1')()",
    "the constructor of a prototype": (
        "import pyodide_js\nO = pyodide_js.constructor\n"
        "return O.getOwnPropertyDescriptor(O.getPrototypeOf(O), 'constructor').value('return 1')()"
    ),
    "a timer of text": "import pyodide_js\nreturn pyodide_js._api.scheduleCallback('self.x = 1', 9)",
    "a symbol of C that asks a server": CALL_C.format("emscripten_fetch"),
    "a symbol of C that reads IndexedDB": CALL_C.format("emscripten_idb_async_load"),
    "pyfetch": "from pyodide.http import pyfetch\nreturn await pyfetch('/')",
    "pyfetch, another origin": "from pyodide.http import pyfetch\nreturn await pyfetch('https://example.org/')",
    "open_url": "from pyodide.http import open_url\nreturn open_url('/')",
    "Emscripten's loader": "import pyodide_js\nreturn await pyodide_js._module.asyncLoad('/chunkwise/')",
    "Pyodide's loader": "import pyodide_js\nreturn await pyodide_js._api.loadBinaryFile('/chunkwise/')",
    "a package over the network": (
        "import pyodide_js as p\nsaid = await p.loadPackage('https://example.org/a.whl')\nassert len(said), said"
    ),
    "files in IndexedDB": (
        "import pyodide_js as p\np.FS.mkdir('/idb')\np.FS.mount(p._module.IDBFS, {}, '/idb')\nsaid = []\n"
        "p.FS.syncfs(True, lambda error: said.append(error))\nassert not said, said"
    ),
    "the reader's own files": "import pyodide_js\nreturn await pyodide_js.mountNativeFS('/mine', pyodide_js)",
    "the camera": "import pyodide_js\nreturn pyodide_js._module.getUserMedia(print)",
    "a socket": "import socket\nsocket.create_connection(('chunkwise.localhost', 80), timeout=1)",
    "urllib": "import urllib.request\nurllib.request.urlopen('http://chunkwise.localhost/')",
    "a process": "import subprocess\nsubprocess.run(['ls'])",
    "a fork": "import os\nos.fork()",
    "a thread": "import threading\nthreading.Thread(target=print).start()",
}

STOPS = {
    "text run by C": CALL_C.format("emscripten_run_script(b'self.x = 1')").replace("return", "x ="),
    "a file that is an address": (
        "import pyodide_js as p\np.FS.createLazyFile('/', 'lazy', '/chunkwise/', True, False)\nopen('/lazy').read()"
    ),
}
"""What stops Python altogether; then the page takes another one."""

ROW = "<tr data-step=1><th>1</th><td>a</td><td>b</td><td>c</td><td>d</td></tr>"
STEPS = f"<figure class=cw-steps><table><tbody>{ROW}</tbody></table></figure>"
PLAYER = "<cw-player class=cw-player></cw-player><details class=cw-trace><summary>t</summary></details>"
HTML = {"steps": STEPS, "variables": "", "lanes": "", "player": PLAYER, "exchanges": [], "outputs": []}
ANSWER: dict[str, Any] = {
    "error": None,
    "raised": [],
    "printed": "",
    "checks": [],
    "output": "",
    "status": [200],
    "patched": [],
    "events": 1,
    "shown": 1,
    "html": HTML,
}


def with_steps(steps: str) -> dict[str, Any]:
    return {**ANSWER, "html": {**HTML, "steps": steps}}


def told(what: object) -> dict[str, Any]:
    return {"what": what, "line": 1, "hint": "", "traceback": ""}


ANSWERS: dict[str, object] = {
    "no JSON": "Unexpected token",
    "nothing": "",
    "null": None,
    "a number": 1,
    "a list": [],
    "an object without anything": {},
    "html that is a text": {**ANSWER, "html": "x"},
    "html without its parts": {**ANSWER, "html": {"steps": STEPS}},
    "outputs that are a text": {**ANSWER, "html": {**HTML, "outputs": "x"}},
    "outputs of objects": {**ANSWER, "html": {**HTML, "outputs": [{}]}},
    "steps that are an object": {**ANSWER, "html": {**HTML, "steps": {"length": 1}}},
    "an error that is a text": {**ANSWER, "error": "x"},
    "an error of objects": {**ANSWER, "error": told({})},
    "a line that is a text": {**ANSWER, "error": {**told("x"), "line": "<b>"}},
    "raised by itself": {**ANSWER, "raised": told("x")},
    "a thousand exceptions": {**ANSWER, "raised": [told("x")] * 1000},
    "a status that is markup": {**ANSWER, "status": ["<b>"]},
    "a check without its words": {**ANSWER, "checks": [{"passed": True}]},
    "a check passed by a text": {**ANSWER, "checks": [{"says": "", "passed": "x", "expected": "", "happened": ""}]},
    "a megabyte printed": {**ANSWER, "printed": "x" * 1_000_000},
    "patched that is a text": {**ANSWER, "patched": "none"},
    "a deep tree": with_steps("<div>" * 300),
    "a row without cells": with_steps("<figure class=cw-steps><table><tr data-step=1></table></figure>"),
    "rows that are no rows": with_steps("<p>nothing</p>"),
    "two players": {**ANSWER, "html": {**HTML, "player": PLAYER * 2}},
    "a player among the steps": with_steps(STEPS.replace("<table>", f"{PLAYER}<table>")),
    "another element of ours": {**ANSWER, "html": {**HTML, "player": "<cw-quiz></cw-quiz>"}},
}
"""Answers that are refused in a sentence, and of which nothing is shown."""

CLEANED: dict[str, tuple[str, str]] = {
    "a script": ("<script>window.broken=1</script>", "script"),
    "an image": ("<img src=x onerror=window.broken=1>", "img"),
    "a frame": ("<iframe srcdoc='<script>parent.broken=1</script>'></iframe>", "iframe"),
    "a handler": ("<p onclick=window.broken=1 onmouseover=window.broken=1>a</p>", "[onclick], [onmouseover]"),
    "a style": ("<style>*{display:none}</style><p style='position:fixed'>a</p>", "style, [style]"),
    "an address with a script": ("<a href='javascript:window.broken=1'>a</a>", "[href^=javascript]"),
    "an address elsewhere": ("<a href='https://example.org/'>a</a>", "[href^=http]"),
    "a form": (
        "<form action='https://example.org/'><input name=a><button>Log in</button></form>",
        "form, input, button",
    ),
    "a drawing": ("<svg><a xlink:href='javascript:window.broken=1'><text>a</text></a></svg>", "svg"),
    "mathematics": ("<math><mtext><table><mglyph><style><img src=x onerror=window.broken=1>", "math, img"),
    "an id that clobbers": ("<p id=location>a</p><p id=yours-x name=body>b</p>", "#location, #yours-x, [name]"),
    "a class of the theme": ("<p class='md-overlay md-dialog cw-stage-frame'>a</p>", ".md-overlay, .cw-stage-frame"),
    "a button of ours": (
        "<p data-goto=1 data-pause data-do=play data-quiz=x>a</p>",
        "[data-goto], [data-pause], [data-quiz]",
    ),
    "another element of ours": ("<cw-try data-program='{}'></cw-try><cw-review></cw-review>", "cw-try, cw-review"),
    "a slot and a template": ("<template><img src=x></template><slot name=a>a</slot>", "template, slot"),
    "a link that loads": ("<link rel=stylesheet href=//example.org/x.css><base href=//example.org/>", "link, base"),
    "a page that leaves": ("<meta http-equiv=refresh content='0;url=//example.org/'>", "meta"),
    "a role": (
        "<p role=alert aria-live=assertive tabindex=5 contenteditable>a</p>",
        "[aria-live], [tabindex='5'], [contenteditable]",
    ),
}
"""HTML within the table of an answer, and what must not be in the page."""

FORGES: dict[str, object] = {
    "a text": "done",
    "a number": 1,
    "null": None,
    "a list": [{"type": "done"}],
    "no type": {"id": 1},
    "an unknown type": {"type": "eval", "text": "1"},
    "a type of Object's": {"type": "constructor"},
    "done with an object": {"type": "done", "id": 1, "heap": 1, "value": {"toString": 1}},
    "done without a heap": {"type": "done", "id": 1, "value": "{}"},
    "a text of five million": {"type": "done", "id": 1, "heap": 1, "value": "x" * 5_000_000},
    "an event of objects": {"type": "event", "id": 1, "value": {}},
    "an event that is no event": {"type": "event", "id": 1, "value": "event null"},
    "an event of markup": {"type": "event", "id": 1, "value": 'event {"status": "<b>", "headers": {}}'},
    "a long event": {"type": "event", "id": 1, "value": "x" * 1_000_000},
    "progress in words": {"type": "progress", "loaded": "x", "total": "y"},
    "raised without a traceback": {"type": "raised", "id": 1, "name": "x"},
    "failed with an object": {"type": "failed", "what": {}, "hint": []},
    "used with a path": {"type": "used", "name": {"length": 1}},
}
