"""Programs of a stranger's that try what no program in a page may do, each with what must be true after it.

`LEAVES` would leave something to the next program. `REACHES` are bodies of Python that would reach the page's data, the
network or JavaScript; each must raise, or return nothing. `FORGES` are messages that a worker sends, and `ANSWERS`
what it says came of a run, with HTML of its own.
"""

from __future__ import annotations

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
