"""Command ``chunkwise watch``: their application, one request, the step table as it happens, and a diagnosis."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from chunkwise.errors import ChunkwiseError, WatchError
from chunkwise.recording.extra import need_the_extra
from chunkwise.watch.environment import with_file
from chunkwise.watch.files import Files
from chunkwise.watch.job import EVENTS, SECONDS, Job
from chunkwise.watch.process import Process
from chunkwise.watch.request import of_file, of_words
from chunkwise.watch.target import split

CLOSED = 141
"""128 and the number of SIGPIPE, as a shell has it."""

USAGE = 2


@click.command()
@click.argument("target", metavar="MODULE:NAME")
@click.argument("request", required=False)
@click.option("--request", "file", type=click.Path(dir_okay=False, path_type=Path), help="A file with the request.")
@click.option("--header", "-H", "headers", multiple=True, metavar="'NAME: VALUE'", help="A header of the request.")
@click.option("--data", "-d", help="The body of the request.")
@click.option("--hang-up-after", type=click.IntRange(min=1), metavar="N", help="The client leaves after N pieces.")
@click.option("--lock-step", is_flag=True, help="Virtual time: each run is the same. Real time is the default.")
@click.option("--factory", is_flag=True, help="NAME is a function that makes the application.")
@click.option("--app-dir", type=click.Path(path_type=Path), default=Path(), help="Import from this folder.")
@click.option("--follow", type=click.Path(path_type=Path), help="Follow the code below this path.")
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
@click.option("--env-file", type=click.Path(dir_okay=False, path_type=Path), help="A file with variables, as .env.")
@click.option("--timeout", type=click.FloatRange(min=0.1), default=SECONDS, show_default=True, help="Seconds at most.")
@click.option("--max-events", type=click.IntRange(min=1), default=EVENTS, show_default=True, help="Events at most.")
@click.option("--show-secrets", is_flag=True, help="Do not mask passwords, tokens, keys and cookies.")
def watch(
    target: str,
    request: str | None,
    file: Path | None,
    headers: tuple[str, ...],
    data: str | None,
    hang_up_after: int | None,
    lock_step: bool,
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

    It is imported from the current folder and served on this machine alone. It runs as it always does: what it writes
    is written, and the requests that it sends are sent.
    """
    try:
        module, attribute = split(target)
        if (request is None) == (file is None):
            raise WatchError("there must be one request", hint='Give either "GET /path" or --request FILE.')
        files = Files(json_file, html, har_file, trace_file, otel_file, otel_export, target)
        files.check()
        if opens and html is None:
            raise WatchError("--open has no page to show", hint="Give --html FILE too.")
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
            lock_step=lock_step,
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
        with Process(job, environment) as process:
            # Imported now, because it takes as long as the program's own process takes to start.
            from chunkwise.watch.outcome import told

            code = told(job, process, files)
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
