"""Committed recordings: canonical, digested, and never half written, because reviewers and builds rely on them.

``recording.json`` holds the recording of a scenario and those of its variants, one event a line, so that a change of
behaviour reads as a few changed lines. It carries two digests: one of everything that the recordings depend on, and
one of the recordings themselves.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from chunkwise.errors import ChunkwiseError, ScenarioError, StoreError, line_of
from chunkwise.events import SCHEMA, Recording
from chunkwise.examples.example import Example, held, read

VERSIONED = ("fastapi", "starlette", "uvicorn", "h11")
"""What else decides how a program behaves; their versions are kept beside the recordings and figures."""

RECORDINGS = '\n "recordings": '
END = "\n}\n"
"""What stands before and behind the recordings in a file."""

LARGEST = 32_000_000
"""Bytes of a recording. The most that a run may have are 100,000 events, of some 190 each."""

HINT = "Run `chunkwise record`, and read the difference before you commit it."


def load(example: Example) -> dict[str, Recording]:
    """Return the committed recordings of an example, the scenario's under ``main``, a variant's under its name.

    Raises:
        StoreError: The file is missing, damaged, stale or of another schema.
    """
    data, body = _read(example.recording_file)
    if data["depends_on"] != digest(example):
        raise StoreError(
            "this recording is stale: its program or scenario.toml has changed since",
            file=example.recording_file,
            hint=HINT,
        )
    if data["digest"] != digest_of(body):
        raise StoreError(
            "this recording was changed by hand: its digest does not match", file=example.recording_file, hint=HINT
        )
    try:
        recordings = {name: Recording.model_validate(one) for name, one in data["recordings"].items()}
    except (ValidationError, AttributeError) as error:
        raise _damaged(example.recording_file, error) from None
    if list(recordings) != list(example.runs):
        raise StoreError("this recording doesn't have the scenario's variants", file=example.recording_file, hint=HINT)
    return recordings


def is_stale(example: Example) -> bool:
    """Whether an example has no recording that can be used as it stands."""
    try:
        load(example)
    except ChunkwiseError:
        return True
    return False


def save(example: Example, recordings: Mapping[str, Recording]) -> bool:
    """Write the recordings of an example whole or not at all; say whether the file has changed."""
    return renew(example.recording_file, dumps(example, recordings))


def dumps(example: Example, recordings: Mapping[str, Recording]) -> str:
    """Return the canonical text of the recordings of an example."""
    body = _body({name: one.model_dump(mode="json", exclude_defaults=True) for name, one in recordings.items()})
    head = {
        "schema": SCHEMA,
        "depends_on": digest(example),
        "digest": digest_of(body),
        "recorded_with": {name: version(name) for name in (*VERSIONED, *example.scenario.requires)},
    }
    return json.dumps(head, indent=1)[:-2] + "," + RECORDINGS + body + END


def digest(example: Example) -> str:
    """Digest everything that the recordings of an example depend on: its programs, its scenario, the schema."""
    files = [example.runs[name].source for name in example.variant_files]
    files += [*_upstreams(example), *_pages(example)]
    modules = _modules(example)
    beside = (part for module in modules.items() for part in module)
    parts = (str(SCHEMA), example.source, example.scenario_text, *files, *beside)
    return digest_of("\0".join(parts))


def _upstreams(example: Example) -> Iterator[str]:
    """The texts of the programs that play what an example asks, each once."""
    names = {example.scenario.upstream, *(one.upstream for one in example.scenario.variants.values())}
    for name in sorted(filter(None, names)):
        yield read(example.folder / name, hint="Write it: the program sends requests to it.")


def _pages(example: Example) -> Iterator[str]:
    """The scripts that browsers run, each once."""
    variants = example.scenario.variants.values()
    clients = [example.scenario.client, *(one.client for one in variants if one.client)]
    for name in sorted({client[0].page for client in clients if client[0].page}):
        yield read(example.folder / name, hint="Write it: the browser's page runs it.")


def _modules(example: Example) -> dict[str, str]:
    try:
        return {name: text for run in example.runs.values() for name, text in run.modules.items()}
    except ScenarioError:  # A variant no longer fits the program, which has changed, as the rest of the digest says.
        return example.imported(example.source)


def write(file: Path, text: str) -> None:
    """Write a file atomically: a reader sees the old one or the new one, whatever goes wrong meanwhile.

    Raises:
        StoreError: The disk is full, or the folder cannot be written.
    """
    with _uninterrupted():
        _write(file, text)


def renew(file: Path, text: str) -> bool:
    """Write a file as :func:`write` does, unless it holds the same already; say whether it has changed."""
    try:
        if file.read_text("utf-8") == text:
            return False
    except (OSError, UnicodeDecodeError):
        pass
    write(file, text)
    return True


def _write(file: Path, text: str) -> None:
    try:
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    except OSError as error:
        hint = "Free some space, or check the folder's permissions. What was there before is unchanged."
        raise StoreError(f"cannot write here: {error.strerror}", file=file, hint=hint) from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as temporary:
            temporary.write(text)
            temporary.flush()
            os.fsync(temporary.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            hint = "Free some space. What was there before is unchanged."
            raise StoreError(f"cannot write: {error.strerror}", file=file, hint=hint) from None
        raise


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put Ctrl-C and its like off for the moment that writing takes, or the temporary file could stay behind."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _body(recordings: Mapping[str, Any]) -> str:
    """Write recordings with one event a line."""
    blocks = []
    for name, recording in recordings.items():
        head = {key: value for key, value in recording.items() if key != "events"}
        lines = ",\n   ".join(json.dumps(event, ensure_ascii=False) for event in recording["events"])
        inner = "".join(
            f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)},\n   " for key, value in head.items()
        )
        blocks.append(f'  {json.dumps(name)}: {{\n   {inner}"events": [\n   {lines}\n  ]}}')
    return "{\n" + ",\n".join(blocks) + "\n }"


def reason(why: object) -> str:
    """Say in one line why a file cannot be read: of what does not fit its model, where the first of it is."""
    if isinstance(why, ValidationError):
        first = why.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return str(why).splitlines()[0]


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _read(file: Path) -> tuple[dict[str, Any], str]:
    """Return what a file holds, and the text of its recordings as it stands there, which the digest is of."""
    try:
        text = held(file, LARGEST).read_text("utf-8")
        data = json.loads(text)
    except FileNotFoundError:
        raise StoreError("there is no recording yet", file=file, hint=HINT) from None
    except OSError as error:
        what = f"this recording cannot be read: {error.strerror}"
        raise StoreError(what, file=file, hint="Give yourself permission to read the file.") from None
    except (ValueError, RecursionError) as error:
        raise _damaged(file, error) from None
    shape = {"schema": int, "depends_on": str, "digest": str, "recorded_with": dict, "recordings": dict}
    if isinstance(data, dict) and data.get("schema", SCHEMA) != SCHEMA:
        found = data["schema"]
        what = f"this recording has schema {found!r}, and this Chunkwise reads {SCHEMA}"
        line = line_of(text, '"schema"')
        older = isinstance(found, int) and found < SCHEMA
        hint = (
            "Run `chunkwise record` to record it again."
            if older
            else "Install the Chunkwise that wrote it, or run `chunkwise record`."
        )
        raise StoreError(what, file=file, line=line, hint=hint)
    if not isinstance(data, dict) or any(not isinstance(data.get(key), kind) for key, kind in shape.items()):
        raise _damaged(file, "a part of it is missing")
    return data, text.partition(RECORDINGS)[2].removesuffix(END)


def _damaged(file: Path, why: object) -> StoreError:
    line = getattr(why, "lineno", None)
    return StoreError(f"this recording is damaged: {reason(why)}", file=file, line=line, hint=HINT)
