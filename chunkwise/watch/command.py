"""Command ``chunkwise watch``: their application, one request, the step table as it happens, and a diagnosis."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from chunkwise.errors import ChunkwiseError, WatchError
from chunkwise.recording.recorder import need_the_extra
from chunkwise.schema import SITE
from chunkwise.watch.checks import diagnose
from chunkwise.watch.environment import with_file
from chunkwise.watch.files import Files, now
from chunkwise.watch.findings import Seen
from chunkwise.watch.job import EVENTS, SECONDS, End, Job
from chunkwise.watch.masking import in_path
from chunkwise.watch.page import page
from chunkwise.watch.process import Process
from chunkwise.watch.request import of_file, of_words
from chunkwise.watch.rows import Live
from chunkwise.watch.summary import client_view, diagnosis
from chunkwise.watch.target import split

INTERRUPTED = 130
CLOSED = 141
"""128 and the number of SIGPIPE, as a shell has it."""

USAGE = 2
PLAIN_WIDTH = 120
"""Columns where the output is no terminal."""


@click.command()
@click.argument("target", metavar="MODULE:NAME")
@click.argument("request", required=False)
@click.option("--request", "file", type=click.Path(dir_okay=False, path_type=Path), help="A file that holds it.")
@click.option("--header", "-H", "headers", multiple=True, metavar="'NAME: VALUE'", help="A header of the request.")
@click.option("--data", "-d", help="The body of the request.")
@click.option("--hang-up-after", type=click.IntRange(min=1), metavar="N", help="The client leaves after N pieces.")
@click.option("--factory", is_flag=True, help="NAME is a function that makes the application.")
@click.option("--app-dir", type=click.Path(path_type=Path), default=Path(), help="Import from here; else this folder.")
@click.option("--follow", type=click.Path(path_type=Path), help="Follow the code below this path; else this folder's.")
@click.option("--watch", "-w", "names", multiple=True, metavar="NAME", help="A variable whose values are kept.")
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Write the recording here.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write all of it as one page here.")
@click.option("--open", "opens", is_flag=True, help="Show the page of --html in a browser.")
@click.option("--har", "har_file", type=click.Path(dir_okay=False, path_type=Path), help="Write a HAR file here.")
@click.option(
    "--trace", "trace_file", type=click.Path(dir_okay=False, path_type=Path), help="Write a trace for Perfetto."
)
@click.option("--otel", "otel_file", type=click.Path(dir_okay=False, path_type=Path), help="Write OTLP spans here.")
@click.option("--otel-export", is_flag=True, help="Send spans to the exporter in OTEL_TRACES_EXPORTER.")
@click.option("--env-file", type=click.Path(dir_okay=False, path_type=Path), help="Variables of the program, as .env.")
@click.option("--timeout", type=click.FloatRange(min=0.1), default=SECONDS, show_default=True, help="In seconds.")
@click.option("--max-events", type=click.IntRange(min=1), default=EVENTS, show_default=True)
@click.option("--show-secrets", is_flag=True, help="Do not mask passwords, tokens, keys and cookies.")
def watch(
    target: str,
    request: str | None,
    file: Path | None,
    headers: tuple[str, ...],
    data: str | None,
    hang_up_after: int | None,
    factory: bool,
    app_dir: Path,
    follow: Path | None,
    names: tuple[str, ...],
    json_file: Path | None,
    html: Path | None,
    opens: bool,
    har_file: Path | None,
    trace_file: Path | None,
    otel_file: Path | None,
    otel_export: bool,
    env_file: Path | None,
    timeout: float,
    max_events: int,
    show_secrets: bool,
) -> None:
    """Run your own application MODULE:NAME, send it REQUEST, such as "GET /chat?q=hi", and show what it does.

    It is imported from the current folder and served on this machine alone. It runs as it always does: what it writes,
    it writes, and what it asks, it asks.
    """
    try:
        module, attribute = split(target)
        if (request is None) == (file is None):
            raise WatchError("there is no one request", hint='Give "GET /path", or --request FILE.')
        files = Files(json_file, html, har_file, trace_file, otel_file, otel_export, target)
        files.check()
        if opens and html is None:
            raise WatchError("--open has no page to show", hint="Give --html FILE as well.")
        environment = with_file(env_file)
        asked = of_file(file) if file is not None else of_words(str(request), headers, data)
        job = Job(
            module=module,
            attribute=attribute,
            factory=factory,
            folder=str(_existing(app_dir, "--app-dir")),
            follow=str(_existing(follow or app_dir, "--follow")),
            request=asked,
            hang_up_after=hang_up_after,
            watch=names,
            seconds=timeout,
            events=max_events,
            show_secrets=show_secrets,
        )
    except WatchError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(USAGE)
    need_the_extra()
    try:
        code = _watched(job, environment, files)
        sys.stdout.flush()
    except ChunkwiseError as error:
        click.echo(f"Error: {error}", err=True)
        code = 1
    except BrokenPipeError:
        # Python would say so once more when it closes its output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = CLOSED
    if opens and html is not None and html.exists():
        click.launch(str(html))
    sys.exit(code)


def _existing(path: Path, option: str) -> Path:
    if not path.exists():
        raise WatchError(f"there is no {path}", hint=f"Give {option} a path that exists.")
    return path.resolve()


def _watched(job: Job, environment: dict[str, str], files: Files) -> int:
    width = shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns
    live = Live(_say, width)
    interrupted = False
    with Process(job, environment) as process:
        try:
            while process.end is None:
                process.take(0.05)
                live.show(process.received.recording)
        except KeyboardInterrupt:
            process.stop()
            interrupted = True
        recording, end = process.received.recording, process.end
    assert end is not None
    ended = now()
    steps = live.show(recording, over=True)
    whole = end.kind in ("whole", "lingered")
    found = diagnose(Seen(recording, whole))
    request = f"{job.request.method} {job.request.path if job.show_secrets else in_path(job.request.path)}"
    drawn = page(request, recording, steps, found, SITE, secrets=job.show_secrets) if files.page is not None else ""
    files.write(recording, drawn, ended)
    if recording.events:
        _say("")
        for line in client_view(recording, width):
            _say(line)
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
