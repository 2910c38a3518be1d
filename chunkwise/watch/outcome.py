"""Outcome of a watch, told while the run goes on and after it: rows, files, summary, and how the run ended.

Imported when the program's process has been started: both take their time, and neither waits for the other.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from chunkwise.errors import WatchError
from chunkwise.schema import SITE
from chunkwise.watch.checks import diagnose
from chunkwise.watch.files import Files, now
from chunkwise.watch.findings import Seen
from chunkwise.watch.job import End, Job
from chunkwise.watch.masking import in_path
from chunkwise.watch.process import Process
from chunkwise.watch.rows import Live
from chunkwise.watch.summary import client_view, cost, diagnosis

INTERRUPTED = 130

VIRTUAL = "In lock-step the time is virtual: it passes only when everything waits for it."

PLAIN_WIDTH = 120
"""Columns where the output is no terminal."""


def told(job: Job, process: Process, files: Files) -> int:
    """Tell of a run until its end and then of all of it, and return the exit code."""
    width = shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns
    live = Live(_say, width)
    interrupted = False
    try:
        while process.end is None:
            process.take(0.05)
            live.show(process.received.recording)
    except KeyboardInterrupt:
        process.stop()
        interrupted = True
    recording, end = process.received.recording, process.end
    process.close()
    assert end is not None
    ended = now()
    steps = live.show(recording, over=True)
    whole = end.kind in ("whole", "lingered")
    found = diagnose(Seen(recording, whole, end.waits))
    request = f"{job.request.method} {job.request.path if job.show_secrets else in_path(job.request.path)}"
    drawn = ""
    if files.page is not None:
        from chunkwise.watch.page import page

        drawn = page(request, recording, steps, found, SITE, secrets=job.show_secrets)
    files.write(recording, drawn, ended)
    if recording.events:
        _say("")
        for line in client_view(recording, width):
            _say(line)
        _say("")
        _say(VIRTUAL if job.lock_step else cost(recording, end.spent))
        _say("")
        for line in diagnosis(found, steps, SITE, width, whole=whole):
            _say(line)
    files.export(recording, ended)
    return _said(end, job, interrupted)


def _said(end: End, job: Job, interrupted: bool) -> int:
    """Say how a run ended that did not end by itself, and return the exit code."""
    sys.stdout.flush()
    if interrupted:
        click.echo("Interrupted: this is what was seen so far.", err=True)
        return INTERRUPTED
    if end.kind == "whole":
        return 0
    if end.kind == "lingered":
        click.echo(f"Note: {end.what}, and was ended.", err=True)
        return 0
    file = Path(job.follow) / end.file if end.file is not None else None
    error = WatchError(end.what, file=file, line=end.line, hint=end.hint)
    click.echo(f"Error: {error}", err=True)
    return 1


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()
