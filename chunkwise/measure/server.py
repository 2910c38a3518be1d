"""The server of a measurement: a process of its own, so that whoever asks and counts is not in its memory.

Run as a program, it reads one JSON line (``file``, ``source``) and writes the port on which Uvicorn then serves. At
``begin`` it starts to count, at ``end`` it says what it counted, and when its input ends, so does it.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
import threading
from pathlib import Path
from typing import Any

import uvicorn

from chunkwise.engine.app_loader import load
from chunkwise.errors import RecordingError
from chunkwise.recording.server import listen

STATUS = Path("/proc/self/status")
RESET_PEAK = "5"
"""What makes Linux forget the peak of a process, written to its ``clear_refs`` (proc_pid_clear_refs(5))."""


class Peak:
    """The most memory that this process had resident since ``begin``, above what it had then, in bytes.

    Linux can forget a peak, so what came before doesn't count. Elsewhere ``getrusage`` knows the peak since the
    process began: then it is what this peak grew by, which is too little if more was in use before.
    """

    def begin(self) -> None:
        self._is_reset = False
        with contextlib.suppress(OSError):
            (STATUS.parent / "clear_refs").write_text(RESET_PEAK)
            self._is_reset = True
        self._before = self._now("VmRSS")

    def above(self) -> int:
        return max(0, self._now("VmHWM") - self._before)

    def _now(self, name: str) -> int:
        if self._is_reset:
            line = next(line for line in STATUS.read_text().splitlines() if line.startswith(name))
            return int(line.split()[1]) * 1024
        size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return size if sys.platform == "darwin" else size * 1024


class Counted:
    """Counts the messages that an application sends."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.messages = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def counting(message: Any) -> None:
            self.messages += 1
            await send(message)

        await self.app(scope, receive, counting if scope["type"] == "http" else send)


def main() -> None:
    job = json.loads(sys.stdin.readline())
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)

    def tell(**said: Any) -> None:
        answers.write(json.dumps(said) + "\n")
        answers.flush()

    try:
        app = Counted(load(job["file"], job["source"], job["modules"]))
    except RecordingError as error:
        return tell(what=error.what, line=error.line, hint=error.hint)
    listener = listen(None)
    peak = Peak()

    def attend() -> None:
        for line in sys.stdin:
            if line.strip() == "begin":
                app.messages = 0
                peak.begin()
                tell()
            else:
                tell(messages=app.messages, peak=peak.above())
        os._exit(0)

    tell(port=listener.getsockname()[1])
    threading.Thread(target=attend, daemon=True).start()
    config = uvicorn.Config(app, http="h11", loop="asyncio", ws="none", log_config=None, access_log=False)
    uvicorn.Server(config).run([listener])


if __name__ == "__main__":
    main()
