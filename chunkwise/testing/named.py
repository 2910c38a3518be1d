"""Named application of a test: imported in a process of its own, where nothing of the test is."""

from __future__ import annotations

import threading

from chunkwise.testing.paced import Paced
from chunkwise.watch.channel import Sender
from chunkwise.watch.child import main
from chunkwise.watch.job import Job
from chunkwise.watch.process import Process
from chunkwise.watch.run import Run


class Named(Process):
    """A watched process whose server waits for its client, as the forked one does."""

    child = "chunkwise.testing.named"


class NamedRun(Run):
    """Its run."""

    def __init__(self, job: Job, sender: Sender, stopped: threading.Event) -> None:
        super().__init__(job, sender, stopped)
        self.scheduler = Paced()


if __name__ == "__main__":
    main(NamedRun)
