"""Watched process: where their program runs, so that nothing it does to its interpreter reaches the command."""

from __future__ import annotations

import os
import sys
import threading

from chunkwise.watch.channel import Sender
from chunkwise.watch.job import Job
from chunkwise.watch.run import Run


def main(made: type[Run] = Run) -> None:
    """Run the job that comes down the lifeline, as the class ``made`` does.

    When whoever holds the lifeline's other end lets go, the run ends.
    """
    lifeline, channel = int(sys.argv[1]), int(sys.argv[2])
    said = b""
    while not said.endswith(b"\n"):
        part = os.read(lifeline, 65_536)
        if not part:
            return
        said += part
    stopped = threading.Event()

    def hold() -> None:
        while os.read(lifeline, 1):
            pass
        stopped.set()

    threading.Thread(target=hold, daemon=True).start()
    job = Job.model_validate_json(said)
    sys.argv[:] = [job.module]
    made(job, Sender(channel), stopped).perform()


if __name__ == "__main__":
    main()
