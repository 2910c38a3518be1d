"""Process of a browser, from outside: started for the first run that has a browser as its client, and ended."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from importlib.util import find_spec

from chunkwise.errors import RecordingError

NO_PLAYWRIGHT = "this run has a browser as its client, and Playwright, which drives it, is not installed"
NO_BROWSER = "this run has a browser as its client, and no Chromium was found that starts"


class BrowserProcess:
    """Has the browser open from the first run that needs it on."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._port = 0

    def port(self) -> int:
        """Return where the browser's host listens, and start it if it doesn't run.

        Raises:
            RecordingError: There is no Playwright, or no Chromium that starts.
        """
        if self._process is not None and self._process.poll() is None:
            return self._port
        if find_spec("playwright") is None:
            raise RecordingError(NO_PLAYWRIGHT, hint="Install it: python -m pip install 'chunkwise[browser]'.")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "chunkwise.recording.browser_host"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        said = json.loads(self._process.stdout.readline() or "{}")
        if "port" not in said:
            self.end()
            hint = "Install Chromium or Chrome, or set CHROME to the path of one."
            raise RecordingError(NO_BROWSER, hint=hint)
        self._port = said["port"]
        return self._port

    def end(self) -> None:
        """Close the browser and end its process."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(OSError):
            process.stdin.close()
        process.stdout.close()
        process.wait()
